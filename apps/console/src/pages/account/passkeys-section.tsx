import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import type { Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { Act, Field } from '../../parts/form.js';
import { Time } from '../../ui/show/time.js';
import { Section } from './section.js';

/** What a device signs in by itself. */
export function PasskeysSection({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const [name, setName] = useState('');
  const attempt = useAttempt();
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
    <Section title="account.passkeys" attempt={attempt}>
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
            <Act kind="quiet" size="low" onPress={() => attempt.run(() => remove(passkey.id))}>
              {t('account.passkey_remove', { name: passkey.name })}
            </Act>
          </li>
        ))}
      </ul>
      {session.features.passkeys ? (
        <Form
          className="account-form"
          onSubmit={(event) => {
            event.preventDefault();
            attempt.run(add);
          }}
        >
          <Field label={t('account.passkey_name')} value={name} onChange={setName} refused={attempt.refusalOf('name')} isRequired />
          <Act type="submit" isPending={attempt.isRunning}>
            {t('account.passkey_add')}
          </Act>
        </Form>
      ) : null}
    </Section>
  );
}
