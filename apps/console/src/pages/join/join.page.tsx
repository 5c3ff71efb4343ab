import type { ReactNode } from 'react';
import { Door } from '../../parts/door.js';
import { useTexts } from '../../i18n/i18n.js';

export function JoinPage(): ReactNode {
  const t = useTexts();
  return <Door title={t('door.join')} />;
}
