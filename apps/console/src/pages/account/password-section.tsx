import { useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import type { Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { ActForm, PasswordField } from '../../parts/form.js';
import { toast } from '../../ui/overlay/toast.js';
import { Section } from './section.js';

export function PasswordSection({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const attempt = useAttempt();
  const router = useRouter();
  const change = async (): Promise<void> => {
    await ask('PUT', 'session/password', { current_password: now, new_password: next });
    setNow('');
    setNext('');
    toast(t('account.password_changed'));
    await queries.invalidateQueries();
    // The shell above has the session from its route.
    await router.invalidate();
  };
  return (
    <Section title="account.password">
      <ActForm className="account-form" attempt={attempt} onAct={change} act={t('account.password_change')} kind="default">
        <input className="visually-hidden" tabIndex={-1} aria-hidden="true" autoComplete="username" value={session.email ?? ''} readOnly />
        <PasswordField
          label={t('account.password_now')}
          autoComplete="current-password"
          value={now}
          onChange={setNow}
          refused={attempt.refusalOf('current_password')}
          required
        />
        <PasswordField
          label={t('links.new_password')}
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          refused={attempt.refusalOf('new_password')}
          required
        />
      </ActForm>
    </Section>
  );
}
