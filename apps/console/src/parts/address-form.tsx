import { useState, type ReactNode } from 'react';
import { useTexts } from '../i18n/i18n.js';
import { useAttempt } from './attempt.js';
import { ActForm } from './form.js';
import { Field } from '../ui/controls/field.js';

interface AddressFormProps {
  readonly why: string;
  readonly act: string;
  readonly send: (email: string) => Promise<unknown>;
  /** What is said once it is asked for: the same whether or not anybody has the address. */
  readonly sent: (email: string) => string;
}

/** Asks for a link to an address. */
export function AddressForm({ why, act, send, sent }: AddressFormProps): ReactNode {
  const t = useTexts();
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState<string>();
  const attempt = useAttempt();
  if (asked !== undefined) return <p role="status">{sent(asked)}</p>;
  return (
    <ActForm attempt={attempt} onAct={() => send(email).then(() => setAsked(email))} act={act}>
      <p className="door-note">{why}</p>
      <Field
        label={t('app.email')}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        refused={attempt.refusalOf('email')}
        required
        autoFocus
      />
    </ActForm>
  );
}
