import { ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useNavigate } from '@tanstack/react-router';
import type { Membership, Session } from '../api/session.js';
import { useTexts } from '../i18n/i18n.js';
import { Mark } from '../parts/mark.js';
import './menu.css';

export interface AccountSwitchProps {
  readonly session: Session;
  /** Absent at the desk and in the own account. */
  readonly membership?: Membership | undefined;
}

/** Which account the page is about; a choice only where there is one. */
export function AccountSwitch({ session, membership }: AccountSwitchProps): ReactNode {
  const t = useTexts();
  const navigate = useNavigate();
  const others = session.memberships.length + (session.installation_role === null ? 0 : 1);
  const shown = <Shown membership={membership} session={session} />;
  if (others <= 1 && membership !== undefined) return <div className="account">{shown}</div>;
  const go = (key: string): void =>
    void (key === 'desk' ? navigate({ to: '/admin' }) : navigate({ to: '/c/$customer', params: { customer: key } }));
  return (
    <MenuTrigger>
      <Button className="account account-switch" aria-label={t('app.switch_account')}>
        {shown}
        <ChevronsUpDown size={14} aria-hidden="true" />
      </Button>
      <Popover className="menu-popover" placement="bottom start">
        <Menu
          className="menu"
          aria-label={t('app.switch_account')}
          selectionMode="single"
          selectedKeys={[membership?.customer ?? 'desk']}
          onAction={(key) => go(String(key))}
        >
          {session.memberships.map(({ customer, name, role, currency }) => (
            <MenuItem key={customer} id={customer} className="menu-item" textValue={name ?? customer}>
              <span>{name ?? customer}</span>
              <small>
                {t(`app.role.${role}`)} · {currency}
              </small>
            </MenuItem>
          ))}
          {session.installation_role === null ? null : (
            <MenuItem id="desk" className="menu-item" textValue={t('app.desk')}>
              <span>{t('app.desk')}</span>
              <small>{t(`app.role.${session.installation_role}`)}</small>
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Shown({ session, membership }: AccountSwitchProps): ReactNode {
  const t = useTexts();
  const name = membership ? (membership.name ?? membership.customer) : session.installation_role === null ? 'Tokenok' : t('app.desk');
  const role = membership?.role ?? session.installation_role;
  return (
    <>
      {membership ? (
        <span className="account-mark" aria-hidden="true">
          {[...name][0]?.toUpperCase()}
        </span>
      ) : (
        <Mark size={28} />
      )}
      <span className="account-text">
        <span className="account-name">{name}</span>
        <span className="account-role">
          {role === null ? '' : t(`app.role.${role}`)}
          {membership ? ` · ${membership.currency}` : ''}
        </span>
      </span>
    </>
  );
}
