import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Tabs } from '../controls/tabs.js';
import { Code } from '../show/code.js';
import { CLIENT_NAMES, CLIENTS, snippet } from './snippets.js';
import type { Client, SnippetValues } from './snippets.js';

export interface SnippetTabsProps extends Omit<SnippetValues, 'key'> {
  /** The key, in its one view: `key` is React's own. */
  readonly secret?: string;
  readonly aside?: ReactNode;
  readonly act?: 'primary' | 'default' | 'corner';
  /** In the one view: shown with its middle cut, copied whole. */
  readonly shownKey?: string;
}

const STORED = 'tokenok.client';

/** The same call in six clients; the chosen one is kept in this browser. */
export function SnippetTabs({ aside, act = 'corner', shownKey, secret, ...rest }: SnippetTabsProps): ReactElement {
  const values: SnippetValues = { ...rest, key: secret };
  const t = useTexts();
  const [client, setClient] = useState<Client>(() => CLIENTS.find((each) => each === localStorage.getItem(STORED)) ?? 'curl');
  return (
    <Tabs
      label={t('ui.snippet_client')}
      value={client}
      onChange={(next) => {
        localStorage.setItem(STORED, next);
        setClient(next);
      }}
      tabs={CLIENTS.map((id) => {
        const code = snippet(id, values);
        const shown = shownKey === undefined ? code : snippet(id, { ...values, key: shownKey });
        return {
          id,
          title: CLIENT_NAMES[id],
          content: <Code code={shown} copies={code} label={CLIENT_NAMES[id]} act={act} {...(aside !== undefined && { aside })} />,
        };
      })}
    />
  );
}
