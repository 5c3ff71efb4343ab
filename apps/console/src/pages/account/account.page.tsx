import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sessionQuery } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { Page } from '../../parts/page.js';
import { AddressSection } from './address-section.js';
import { CodesSection } from './codes-section.js';
import { PasskeysSection } from './passkeys-section.js';
import { PasswordSection } from './password-section.js';
import { SessionsSection } from './sessions-section.js';
import './account.css';

/** How a person signs in, and where. */
export function AccountPage(): ReactNode {
  const t = useTexts();
  const session = useQuery(sessionQuery).data;
  if (!session) return <Page title={t('account.title')} />;
  return (
    <Page title={t('account.title')} explained={t('account.explained')}>
      <div className="account-grid">
        <PasswordSection session={session} />
        <CodesSection session={session} />
        <PasskeysSection session={session} />
        <AddressSection session={session} />
      </div>
      <SessionsSection />
    </Page>
  );
}
