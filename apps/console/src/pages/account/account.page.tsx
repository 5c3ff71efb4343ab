import type { ReactNode } from 'react';
import { Page } from '../../parts/page.js';
import { useTexts } from '../../i18n/i18n.js';

export function AccountPage(): ReactNode {
  const t = useTexts();
  return <Page title={t('app.account')} />;
}
