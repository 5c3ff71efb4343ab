import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sessionQuery } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { Page } from '../../parts/page.js';
import { PasswordCard } from './password-card.js';
import { SecondFactorCard } from './second-factor-card.js';
import { SessionsCard } from './sessions-card.js';
import './account.css';

/** What belongs to the person: how he signs in, and where he is signed in. */
export function AccountPage(): ReactNode {
  const t = useTexts();
  const { data: session } = useQuery(sessionQuery);
  return (
    <Page title={t('app.account')} {...(session?.email && { explained: session.email })}>
      {session ? (
        <>
          <PasswordCard email={session.email} />
          <SecondFactorCard factors={session.factors} />
          <SessionsCard />
        </>
      ) : null}
    </Page>
  );
}
