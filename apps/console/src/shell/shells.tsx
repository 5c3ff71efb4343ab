import { Link, Outlet, useParams, useRouteContext } from '@tanstack/react-router';
import { Building2, Users } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import type { Membership, Session } from '../api/session.js';
import { useTexts } from '../i18n/i18n.js';
import { useHere } from '../parts/customer.js';
import { rememberCustomer } from '../parts/places.js';
import { ZoneProvider } from '../ui/show/zone.js';
import { AwayBar } from '../parts/away-bar.js';
import { AccountSwitch } from './account-switch.js';
import { Header } from './header.js';
import { NavLink } from './nav-link.js';
import { PORTAL, TABS } from './nav.js';
import { Foot, MoreTab } from './person-menu.js';
import './shell.css';

/** The frame of the portal: sidebar, rail or tabs by width. */
export function CustomerShell(): ReactNode {
  const { customer, membership, session, may } = useHere();
  useEffect(() => rememberCustomer(customer), [customer]);
  return (
    <Frame
      session={session}
      membership={membership}
      nav={<PortalNav may={may} />}
      tabs={TABS.map((place) => (
        <NavLink
          key={place.to}
          to={place.to}
          params={{ customer }}
          text={place.text}
          icon={place.icon}
          isExact={place.to === '/c/$customer'}
        />
      ))}
    />
  );
}

function PortalNav({ may }: { readonly may: (permission: string) => boolean }): ReactNode {
  const t = useTexts();
  const { customer } = useParams({ from: '/c/$customer' });
  return PORTAL.map(({ text, places }) => (
    <div className="nav-group" key={text ?? ''}>
      {text === undefined ? null : <h2 className="nav-head">{t(text)}</h2>}
      {places
        .filter(({ needs }) => needs === undefined || may(needs))
        .map(({ to, text: label, icon }) => (
          <NavLink key={to} to={to} params={{ customer }} text={label} icon={icon} isExact={to === '/c/$customer'} />
        ))}
    </div>
  ));
}

/** The operators' desk. */
export function AdminShell(): ReactNode {
  const { session } = useRouteContext({ from: '/admin' });
  const customers = <NavLink to="/admin" text="app.customers" icon={Users} isExact />;
  return <Frame session={session} nav={<div className="nav-group">{customers}</div>} tabs={customers} />;
}

/** What belongs to the person and to no customer. */
export function PersonShell(): ReactNode {
  const { session } = useRouteContext({ from: '/person' });
  const account = <NavLink to="/account" text="app.account" icon={Building2} isExact />;
  return <Frame session={session} nav={<div className="nav-group">{account}</div>} tabs={account} />;
}

interface FrameProps {
  readonly session: Session;
  readonly membership?: Membership;
  readonly nav: ReactNode;
  readonly tabs: ReactNode;
}

function Frame({ session, membership, nav, tabs }: FrameProps): ReactNode {
  const t = useTexts();
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {t('app.skip')}
      </a>
      <div className="sidebar">
        <AccountSwitch session={session} membership={membership} />
        <nav className="nav" aria-label={t('app.main')}>
          {nav}
        </nav>
        <Foot session={session} />
      </div>
      <div className="body">
        <Header session={session} membership={membership} />
        <AwayBar />
        {session.password_change_asked ? <ChangePassword /> : null}
        <main id="page" tabIndex={-1} className="content">
          <ZoneProvider value={membership?.time_zone ?? session.time_zone ?? 'UTC'}>
            <Outlet />
          </ZoneProvider>
        </main>
      </div>
      <nav className="tabs" aria-label={t('app.main')}>
        {tabs}
        <MoreTab session={session} membership={membership} />
      </nav>
    </div>
  );
}

function ChangePassword(): ReactNode {
  const t = useTexts();
  return (
    <div className="away-bar">
      <span>{t('app.change_password')}</span>
      <Link to="/account">{t('app.change_password_now')}</Link>
    </div>
  );
}
