import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import type { Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { ActForm } from '../../parts/form.js';
import { Section } from './section.js';
import { Field } from '../../ui/controls/field.js';

/** It changes by a link that is mailed to the new one; where no mail is sent the API says so. */
export function AddressSection({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState<string>();
  const attempt = useAttempt();
  return (
    <Section title="account.address">
      <p>{session.email}</p>
      <ActForm
        className="account-form"
        attempt={attempt}
        onAct={() => ask('POST', 'session/address', { email }).then(() => setSent(email))}
        act={t('account.address_send')}
        kind="default"
      >
        <Field
          label={t('account.address_new')}
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          refused={attempt.refusalOf('email')}
          required
        />
      </ActForm>
      {sent === undefined ? null : <p role="status">{t('account.address_sent', { email: sent })}</p>}
    </Section>
  );
}
