import { useNavigate } from '@tanstack/react-router';
import { CircleUser, Menu as MenuIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { API_PATH } from '../api/base.js';
import { ask } from '../api/client.js';
import { signOut, type Membership, type Session } from '../api/session.js';
import { useStore } from '../api/store.js';
import { OWN_NAMES, language, speak, useTexts } from '../i18n/i18n.js';
import { LANGUAGES, type Language } from '../i18n/texts.js';
import { THEMES, choose, theme, type Theme } from '../parts/theme.js';
import { ICONS } from './nav.js';
import { PORTAL } from './nav.js';
import './menu.css';

/** Docs and person, at the foot of the sidebar. */
export function Foot({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const name = session.email ?? t('app.account');
  return (
    <div className="foot">
      <a className="nav-link" href={`${API_PATH}api/docs`} title={t('app.docs')}>
        <ICONS.docs size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('app.docs')}</span>
      </a>
      <MenuTrigger>
        <Button className="nav-link" aria-label={t('app.person_menu', { email: name })}>
          <CircleUser size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{name}</span>
        </Button>
        <Popover className="menu-popover" placement="top start">
          <PersonMenu label={name} />
        </Popover>
      </MenuTrigger>
    </div>
  );
}

/** The last tab of a phone: the places that have no tab, and what is the person's. */
export function MoreTab({ session, membership }: { readonly session: Session; readonly membership?: Membership | undefined }): ReactNode {
  const t = useTexts();
  return (
    <MenuTrigger>
      <Button className="nav-link">
        <MenuIcon size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('app.more')}</span>
      </Button>
      <Popover className="menu-popover" placement="top end">
        <PersonMenu label={session.email ?? t('app.account')} session={session} membership={membership} />
      </Popover>
    </MenuTrigger>
  );
}

interface PersonMenuProps {
  readonly label: string;
  /** Both only where the menu stands for the sidebar. */
  readonly session?: Session;
  readonly membership?: Membership | undefined;
}

function PersonMenu({ label, session, membership }: PersonMenuProps): ReactNode {
  const t = useTexts();
  const navigate = useNavigate();
  const act = (key: string): void => {
    if (key === 'out') return void leave();
    if (key === 'account') return void navigate({ to: '/account' });
    if (key === 'desk') return void navigate({ to: '/admin' });
    if (key === 'docs') return location.assign(`${API_PATH}api/docs`);
    const place = PORTAL.flatMap(({ places }) => places).find(({ to }) => to === key);
    if (place && membership) return void navigate({ to: place.to, params: { customer: membership.customer } });
    if (key.startsWith('cus_')) void navigate({ to: '/c/$customer', params: { customer: key } });
  };
  return (
    <Menu className="menu" aria-label={label} onAction={(key) => act(String(key))}>
      {session ? <Places session={session} membership={membership} /> : null}
      <MenuItem id="account" className="menu-item">
        {t('app.account')}
      </MenuItem>
      <Separator className="menu-rule" />
      <ThemeSection />
      <Separator className="menu-rule" />
      <LanguageSection />
      <Separator className="menu-rule" />
      <MenuItem id="out" className="menu-item">
        {t('app.sign_out')}
      </MenuItem>
    </Menu>
  );
}

function Places({ session, membership }: { readonly session: Session; readonly membership?: Membership | undefined }): ReactNode {
  const t = useTexts();
  const places = membership ? PORTAL.flatMap((group) => group.places) : [];
  return (
    <MenuSection>
      {places
        .filter(({ needs }) => needs === undefined || membership?.permissions.includes(needs))
        .map(({ to, text }) => (
          <MenuItem key={to} id={to} className="menu-item">
            {t(text)}
          </MenuItem>
        ))}
      {session.memberships
        .filter(({ customer }) => customer !== membership?.customer)
        .map(({ customer, name }) => (
          <MenuItem key={customer} id={customer} className="menu-item">
            {name ?? customer}
          </MenuItem>
        ))}
      {session.installation_role === null ? null : (
        <MenuItem id="desk" className="menu-item">
          {t('app.desk')}
        </MenuItem>
      )}
      <MenuItem id="docs" className="menu-item">
        {t('app.docs')}
      </MenuItem>
    </MenuSection>
  );
}

function ThemeSection(): ReactNode {
  const t = useTexts();
  const chosen = useStore(theme);
  return (
    <MenuSection
      selectionMode="single"
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => choose([...(keys as Set<Theme>)][0] ?? chosen)}
    >
      <Header className="menu-head">{t('app.theme')}</Header>
      {THEMES.map((each) => (
        <MenuItem key={each} id={each} className="menu-item">
          {t(`app.theme.${each}`)}
        </MenuItem>
      ))}
    </MenuSection>
  );
}

function LanguageSection(): ReactNode {
  const t = useTexts();
  return (
    <MenuSection
      selectionMode="single"
      selectedKeys={[language()]}
      onSelectionChange={(keys) => void chooseLanguage([...(keys as Set<Language>)][0])}
    >
      <Header className="menu-head">{t('app.language')}</Header>
      {LANGUAGES.map((each) => (
        <MenuItem key={each} id={each} className="menu-item" textValue={OWN_NAMES[each]}>
          <span lang={each}>{OWN_NAMES[each]}</span>
        </MenuItem>
      ))}
    </MenuSection>
  );
}

/** Kept in this browser, and with the person: mails and refusals follow. */
async function chooseLanguage(wanted: Language | undefined): Promise<void> {
  if (wanted === undefined) return;
  await speak(wanted, true);
  await ask('PUT', 'session/preferences', { language: wanted }).catch(() => undefined);
}

/** Loaded anew: nothing of the person stays in the page. */
async function leave(): Promise<void> {
  await signOut();
  location.assign(`${API_PATH}console/sign-in`);
}
