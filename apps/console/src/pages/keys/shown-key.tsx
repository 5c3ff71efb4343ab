import type { ReactNode } from 'react';
import { API_URL } from '../../api/base.js';
import { useTexts } from '../../i18n/i18n.js';
import { ShownOnceDialog } from '../../ui/overlay/dialog.js';
import { Code } from '../../ui/show/code.js';
import { Time } from '../../ui/show/time.js';
import type { ShownKey } from './keys.data.js';
import './keys.css';

interface ShownKeyProps {
  readonly shown: ShownKey;
  readonly onStored: () => void;
  /** Code that carries the key, instead of the list of models by curl. */
  readonly tryIt?: ReactNode;
}

/** The one view of a secret: it leaves the document, and the page's memory, with this dialog. */
export function ShownKeyDialog({ shown, onStored, tryIt }: ShownKeyProps): ReactNode {
  const t = useTexts();
  const { name, key, scopes, expires_at: expiresAt } = shown;
  return (
    <ShownOnceDialog
      open
      onStored={onStored}
      title={t('keys.shown_title', { name })}
      lead={t('keys.shown_lead')}
      secret={key}
      foot={t('keys.shown_lost')}
    >
      {tryIt ?? (
        <Code
          label={t('keys.try')}
          code={commandOf(cutKey(key))}
          copies={commandOf(key)}
          act="default"
          actLabel={t('keys.copy_with')}
          aside={t('keys.try')}
        />
      )}
      <dl className="keys-facts">
        <div>
          <dt>{t('keys.scopes')}</dt>
          <dd>{scopes.join(', ')}</dd>
        </div>
        <div>
          <dt>{t('keys.expires')}</dt>
          <dd>{expiresAt === null ? t('keys.life.never') : <Time at={expiresAt} as="full" precision="day" />}</dd>
        </div>
      </dl>
    </ShownOnceDialog>
  );
}

/** To be looked at, not copied. */
export const cutKey = (key: string): string => `${key.slice(0, 8)}…${key.slice(-4)}`;

const commandOf = (key: string): string =>
  `export TOKENOK_KEY=${key}\ncurl ${API_URL}/v1/models \\\n  -H "Authorization: Bearer $TOKENOK_KEY"`;
