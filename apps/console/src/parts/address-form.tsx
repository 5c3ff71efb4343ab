import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { useTexts } from '../i18n/i18n.js';
import { useAttempt } from './attempt.js';
import { Act, Field, FormRefusal } from './form.js';

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
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.run(() => send(email).then(() => setAsked(email)));
      }}
    >
      <p className="door-note">{why}</p>
      <Field
        label={t('app.email')}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        refused={attempt.refusalOf('email')}
        isRequired
        autoFocus
      />
      <FormRefusal text={attempt.refusal} />
      <Act type="submit" kind="primary" isPending={attempt.isRunning}>
        {act}
      </Act>
    </Form>
  );
}
