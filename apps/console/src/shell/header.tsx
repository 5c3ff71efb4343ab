import { Clock, Search } from 'lucide-react';
import { Suspense, lazy, useEffect, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { gone } from '../api/away.js';
import { useStore } from '../api/store.js';
import type { Membership, Session } from '../api/session.js';
import { localeTag, useTexts } from '../i18n/i18n.js';
import { Mark } from '../parts/mark.js';

const CommandMenu = lazy(() => import('./command-menu.js').then(({ CommandMenu: component }) => ({ default: component })));

export interface HeaderProps {
  readonly session: Session;
  readonly membership?: Membership | undefined;
}

/** Search at the left; how fresh the figures are and in which zone the times at the right. */
export function Header({ session, membership }: HeaderProps): ReactNode {
  const t = useTexts();
  const [isOpen, open] = useState(false);
  useSearchKey(() => open(true));
  const name = membership?.name ?? t('app.desk');
  return (
    <header className="header">
      <span className="header-phone">
        <Mark size={20} />
        <strong>{name}</strong>
      </span>
      <Button className="search" onPress={() => open(true)}>
        <Search size={16} aria-hidden="true" />
        <span>{t('app.search')}</span>
        <kbd aria-hidden="true">{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </Button>
      <Freshness />
      {membership ? (
        <span className="zone" title={t('app.time_zone', { zone: membership.time_zone })}>
          <Clock size={14} aria-hidden="true" />
          {membership.time_zone}
        </span>
      ) : null}
      {isOpen ? (
        <Suspense fallback={null}>
          <CommandMenu session={session} membership={membership} onClose={() => open(false)} />
        </Suspense>
      ) : null}
    </header>
  );
}

function Freshness(): ReactNode {
  const t = useTexts();
  const away = useStore(gone);
  const time = away && new Intl.DateTimeFormat(localeTag(), { timeStyle: 'medium' }).format(away.sinceMs);
  return (
    <span className={away ? 'fresh fresh-not' : 'fresh'}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        {away ? <path d="M5 0 10 9H0Z" fill="currentColor" /> : <circle cx="5" cy="5" r="5" fill="var(--ok)" />}
      </svg>
      {time === undefined ? t('app.up_to_date') : t('app.figures_of', { time })}
    </span>
  );
}

/** ⌘K or Ctrl K. */
function useSearchKey(open: () => void): void {
  useEffect(() => {
    const see = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', see);
    return () => document.removeEventListener('keydown', see);
  });
}
