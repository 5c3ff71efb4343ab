import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { ask } from '../../api/client.js';
import type { Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { Act, Field } from '../../parts/form.js';
import { Section } from './section.js';

/** It changes by a link that is mailed to the new one; where no mail is sent the API says so. */
export function AddressSection({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState<string>();
  const attempt = useAttempt();
  return (
    <Section title="account.address" attempt={attempt}>
      <p>{session.email}</p>
      <Form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.run(() => ask('POST', 'session/address', { email }).then(() => setSent(email)));
        }}
      >
        <Field
          label={t('account.address_new')}
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          refused={attempt.refusalOf('email')}
          isRequired
        />
        <Act type="submit" isPending={attempt.isRunning}>
          {t('account.address_send')}
        </Act>
      </Form>
      {sent === undefined ? null : <p role="status">{t('account.address_sent', { email: sent })}</p>}
    </Section>
  );
}
