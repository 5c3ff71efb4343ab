import './menu.css';
import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { MoreIcon } from '../icons/icons.js';

export interface MenuAct {
  readonly id: string;
  /** Verb and thing: "Revoke key". */
  readonly title: string;
  readonly detail?: ReactNode;
  readonly icon?: ReactNode;
  readonly isDestructive?: boolean;
  /** Why it may not be chosen; it stays in the list and says so. */
  readonly refused?: string;
  readonly href?: string;
  readonly onAct?: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly acts: readonly MenuAct[];
  /** The one that opens it; it has to be a `<Button>` or another pressable of React Aria. */
  readonly trigger: ReactNode;
  readonly at?: 'bottom start' | 'bottom end' | 'top start';
}

export function Menu({ label, acts, trigger, at = 'bottom start' }: MenuProps): ReactElement {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="ui-popover" placement={at} offset={4}>
        <AriaMenu
          className="ui-options"
          aria-label={label}
          items={acts}
          disabledKeys={acts.filter(({ refused }) => refused).map(({ id }) => id)}
        >
          {(act) => (
            <MenuItem
              className={`ui-option ui-menu-act ${act.isDestructive ? 'ui-menu-destructive' : ''}`}
              textValue={act.title}
              {...(act.href !== undefined && { href: act.href })}
              onAction={() => act.onAct?.()}
            >
              {act.icon}
              <Text slot="label">{act.title}</Text>
              {act.refused || act.detail ? (
                <Text slot="description" className="ui-option-detail">
                  {act.refused ?? act.detail}
                </Text>
              ) : null}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** ⋯ at the end of a row: always there, whatever also shows on hover. */
export function RowMenu({ name, acts }: { readonly name: string; readonly acts: readonly MenuAct[] }): ReactElement {
  const t = useTexts();
  const label = t('ui.acts_of', { name });
  return (
    <Menu label={label} acts={acts} at="bottom end" trigger={<Button kind="quiet" size="small" label={label} icon={<MoreIcon />} />} />
  );
}
