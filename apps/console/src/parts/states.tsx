import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { Away, Refused } from '../api/problem.js';
import { useTexts } from '../i18n/i18n.js';
import { Button } from '../ui/controls/button.js';
import { useTitle } from './page.js';
import './states.css';

/** Nothing here: what may be wrong, and a way on. */
export function NotFound(): ReactNode {
  const t = useTexts();
  useTitle(t('app.not_found'));
  return (
    <main className="state">
      <h1>{t('app.not_found')}</h1>
      <p className="state-address">
        <code>{location.pathname}</code>
      </p>
      <p>{t('app.not_found_why')}</p>
      <Link to="/" className="ui-button ui-button-primary ui-button-normal">
        {t('app.go_home')}
      </Link>
    </main>
  );
}

/** What the API said, in the person's language, and the id by which an operator finds it. */
export function Broken({ error, reset }: ErrorComponentProps): ReactNode {
  const t = useTexts();
  const router = useRouter();
  const client = useQueryClient();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  // Where only the gateway was away, the page comes by itself.
  useEffect(() => (error instanceof Away ? client.getQueryCache().subscribe(({ type }) => type === 'updated' && again()) : undefined));
  const id = error instanceof Refused ? error.problem.request_id : undefined;
  return (
    <main className="state">
      <h1>{t('app.broken')}</h1>
      <p>{error instanceof Error && !(error instanceof Away) ? error.message : t('app.no_answer')}</p>
      {id === undefined ? null : <p className="state-address">{t('app.request_id', { id })}</p>}
      <Button kind="primary" onPress={again}>
        {t('app.load_again')}
      </Button>
    </main>
  );
}

/** The place of a page that is being loaded. */
export const Waiting = (): ReactNode => <div className="waiting" aria-busy="true" />;
