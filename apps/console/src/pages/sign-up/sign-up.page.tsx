import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { installationQuery, sessionQuery } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { AddressForm } from '../../parts/address-form.js';
import { useAttempt } from '../../parts/attempt.js';
import { Door } from '../../parts/door.js';
import { ActForm, PasswordField } from '../../parts/form.js';
import { useLinkToken } from '../../parts/link.js';
import { Field } from '../../ui/controls/field.js';

/** Where accounts are open to anybody: the address is proven first, and whoever comes back by the link owns a customer. */
export function SignUpPage(): ReactNode {
  const t = useTexts();
  const token = useLinkToken();
  const { features } = useQuery(installationQuery).data ?? {};
  if (token !== '') {
    return (
      <Door title={t('door.sign_up')}>
        <NewAccount token={token} />
      </Door>
    );
  }
  return (
    <Door title={t('door.sign_up')}>
      {features?.sign_up === false ? (
        <p className="door-note">{t('sign_up.off')}</p>
      ) : (
        <AddressForm
          why={t('sign_up.ask')}
          act={t('reset.send')}
          send={(email) => ask('POST', 'session/sign-up', { email })}
          sent={(email) => t('sign_up.sent', { email })}
        />
      )}
    </Door>
  );
}

function NewAccount({ token }: { readonly token: string }): ReactNode {
  const t = useTexts();
  const router = useRouter();
  const [typed, type] = useState({ name: '', password: '', currency: 'USD' });
  const change = (field: keyof typeof typed) => (value: string) => type({ ...typed, [field]: value });
  const attempt = useAttempt();
  const create = async (): Promise<void> => {
    await ask('POST', 'session/sign-up/confirm', { token, ...typed });
    await queries.invalidateQueries();
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.navigate({ to: '/' });
  };
  return (
    <ActForm attempt={attempt} onAct={create} act={t('sign_up.create')}>
      <Field
        label={t('sign_up.name')}
        autoComplete="organization"
        value={typed.name}
        onChange={change('name')}
        refused={attempt.refusalOf('name')}
        required
        autoFocus
      />
      <Field
        label={t('sign_up.currency')}
        value={typed.currency}
        onChange={change('currency')}
        refused={attempt.refusalOf('currency')}
        required
      />
      <PasswordField
        label={t('links.new_password')}
        autoComplete="new-password"
        value={typed.password}
        onChange={change('password')}
        refused={attempt.refusalOf('password')}
        required
      />
      <p className="door-note">{t('links.password_rule')}</p>
    </ActForm>
  );
}
