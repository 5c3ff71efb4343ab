import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../parts/page.js';
import { useTexts } from '../../i18n/i18n.js';

export function LogsPage(): ReactNode {
  const t = useTexts();
  return (
    <Page title={t('app.logs')} width="wide">
      <Outlet />
    </Page>
  );
}
