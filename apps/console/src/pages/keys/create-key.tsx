import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { useHere } from '../../parts/customer.js';
import { FormRefusal } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';
import { Checkbox } from '../../ui/controls/checkbox.js';
import { Field } from '../../ui/controls/field.js';
import { Select } from '../../ui/controls/select.js';
import { Dialog } from '../../ui/overlay/dialog.js';
import { KeyIcon } from '../../ui/icons/icons.js';
import { SCOPES, createKey, type ShownKey } from './keys.data.js';
import './keys.css';

/** Days from now; null: it does not expire. */
const LIVES = { never: null, d7: 7, d30: 30, d90: 90, d365: 365 } as const;
type Life = keyof typeof LIVES;
const LIFE_NAMES = Object.keys(LIVES) as Life[];
const DAY_MS = 86_400_000;

interface CreateKeyProps {
  readonly onClose: () => void;
  readonly onCreated: (shown: ShownKey) => void;
}

export function CreateKey({ onClose, onCreated }: CreateKeyProps): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const attempt = useAttempt();
  const [name, setName] = useState('');
  const [life, setLife] = useState<Life>('never');
  const [scopes, setScopes] = useState<readonly (typeof SCOPES)[number][]>(['inference', 'billing:read']);
  const days = LIVES[life];
  const create = async (): Promise<void> => {
    const expiry = days === null ? {} : { expires_at: new Date(Date.now() + days * DAY_MS).toISOString() };
    onCreated(await createKey(customer, api, { name, scopes: SCOPES.filter((scope) => scopes.includes(scope)), ...expiry }));
  };
  const ofName = attempt.refusalOf('name');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('keys.create_title')}
      lead={t('keys.create_lead')}
      icon={<KeyIcon size={18} aria-hidden="true" />}
      onSubmit={() => attempt.run(create)}
      acts={
        <>
          <Button onPress={onClose}>{t('keys.cancel')}</Button>
          <Button kind="primary" type="submit" busy={attempt.isRunning}>
            {t('keys.create')}
          </Button>
        </>
      }
    >
      <div className="keys-form">
        <Field label={t('keys.name')} hint={t('keys.name_hint')} value={name} onChange={setName} refused={ofName} autoFocus />
        <div className="keys-scopes" role="group" aria-labelledby="keys-scopes">
          <span id="keys-scopes" className="ui-label">
            {t('keys.scopes')}
          </span>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              checked={scopes.includes(scope)}
              onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((each) => each !== scope))}
              hint={t(`keys.scope.${scope.replace(':', '_')}`)}
            >
              <code>{scope}</code>
            </Checkbox>
          ))}
        </div>
        <Select
          label={t('keys.expires')}
          value={life}
          onChange={setLife}
          options={LIFE_NAMES.map((value) => ({ value, label: t(`keys.life.${value}`) }))}
        />
        <FormRefusal text={ofName === undefined ? attempt.refusal : undefined} />
      </div>
    </Dialog>
  );
}
