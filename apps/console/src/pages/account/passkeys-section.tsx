import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import type { Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { ActForm } from '../../parts/form.js';
import { Time } from '../../ui/show/time.js';
import { Section } from './section.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';

/** What a device signs in by itself. */
export function PasskeysSection({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const [name, setName] = useState('');
  const [adding, removing] = [useAttempt(), useAttempt()];
  const add = async (): Promise<void> => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    type Options = Parameters<typeof startRegistration>[0]['optionsJSON'] & { readonly challenge_id: string };
    const { challenge_id, ...optionsJSON } = await ask<Options>('POST', 'session/passkeys/options', {});
    const response = await startRegistration({ optionsJSON });
    await ask('POST', 'session/passkeys', { challenge_id, name, response });
    setName('');
    await queries.invalidateQueries();
  };
  const remove = async (id: string): Promise<void> => {
    await ask('DELETE', `session/passkeys/${encodeURIComponent(id)}`);
    await queries.invalidateQueries();
  };
  return (
    <Section title="account.passkeys" attempt={removing}>
      <p className="account-quiet">{t(session.features.passkeys ? 'account.passkeys_why' : 'account.passkeys_off')}</p>
      <ul className="account-list">
        {session.factors.passkeys.map((passkey) => (
          <li key={passkey.id}>
            <span>
              {passkey.name}{' '}
              <span className="account-quiet">
                <Time at={passkey.created_at} as="full" precision="day" />
              </span>
            </span>
            <Button kind="quiet" size="small" onPress={() => removing.run(() => remove(passkey.id))}>
              {t('account.passkey_remove', { name: passkey.name })}
            </Button>
          </li>
        ))}
      </ul>
      {session.features.passkeys ? (
        <ActForm className="account-form" attempt={adding} onAct={add} act={t('account.passkey_add')} kind="default">
          <Field label={t('account.passkey_name')} value={name} onChange={setName} refused={adding.refusalOf('name')} required />
        </ActForm>
      ) : null}
    </Section>
  );
}
