import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components';
import type { Membership, Session } from '../api/session.js';
import { useTexts } from '../i18n/i18n.js';
import { PORTAL } from './nav.js';
import './menu.css';
import './command-menu.css';

export interface CommandMenuProps {
  readonly session: Session;
  readonly membership?: Membership | undefined;
  readonly onClose: () => void;
}

/** ⌘K: the pages by their names; the id of a request leads to its receipt. */
export function CommandMenu({ session, membership, onClose }: CommandMenuProps): ReactNode {
  const t = useTexts();
  const { contains } = useFilter({ sensitivity: 'base' });
  const [typed, type] = useState('');
  const go = useGo(membership);
  const places = membership
    ? PORTAL.flatMap((group) => group.places).filter(({ needs }) => !needs || membership.permissions.includes(needs))
    : [];
  const request = membership && /^req_[a-z0-9]+$/.test(typed.trim()) ? typed.trim() : undefined;
  return (
    <ModalOverlay className="command-scrim" isOpen isDismissable onOpenChange={(isOpen) => isOpen || onClose()}>
      <Modal className="command">
        <Dialog className="command-content" aria-label={t('app.search')}>
          <Autocomplete inputValue={typed} onInputChange={type} filter={(text, input) => text === request || contains(text, input)}>
            <SearchField aria-label={t('app.search')} className="command-field" autoFocus>
              <Input placeholder={t('app.search')} />
            </SearchField>
            <Menu
              className="menu command-menu"
              aria-label={t('app.search')}
              onAction={(key) => {
                onClose();
                go(String(key));
              }}
              renderEmptyState={() => <p className="command-empty">{t('app.nothing_found')}</p>}
            >
              {request === undefined ? null : (
                <MenuItem id={`request ${request}`} className="menu-item" textValue={request}>
                  {t('app.receipt_of', { id: request })}
                </MenuItem>
              )}
              {places.map(({ to, text }) => (
                <MenuItem key={to} id={to} className="menu-item">
                  {t(text)}
                </MenuItem>
              ))}
              <MenuItem id="/account" className="menu-item">
                {t('app.account')}
              </MenuItem>
              {session.installation_role === null ? null : (
                <MenuItem id="/admin" className="menu-item">
                  {t('app.desk')}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function useGo(membership: Membership | undefined): (key: string) => void {
  const navigate = useNavigate();
  return (key) => {
    const request = /^request (.*)$/.exec(key)?.[1];
    const place = PORTAL.flatMap(({ places }) => places).find(({ to }) => to === key);
    const customer = membership?.customer ?? '';
    if (request !== undefined) return void navigate({ to: '/c/$customer/logs/$request', params: { customer, request } });
    if (place) return void navigate({ to: place.to, params: { customer } });
    if (key === '/account' || key === '/admin') void navigate({ to: key });
  };
}
