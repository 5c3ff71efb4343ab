import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/i18n.js';
import type { Place } from './nav.js';

export interface NavLinkProps {
  readonly to: Place['to'] | '/admin' | '/account';
  readonly params?: { readonly customer: string };
  readonly text: string;
  readonly icon: LucideIcon;
  readonly isExact: boolean;
}

/** On the rail only its icon is seen; its name is always there. */
export function NavLink({ to, params, text, icon: Icon, isExact }: NavLinkProps): ReactNode {
  const t = useTexts();
  return (
    <Link
      to={to}
      {...(params ? { params } : {})}
      className="nav-link"
      activeProps={{ className: 'nav-link-on' }}
      activeOptions={{ exact: isExact, includeSearch: false }}
      title={t(text)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t(text)}</span>
    </Link>
  );
}
