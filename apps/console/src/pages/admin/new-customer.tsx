import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { useAttempt } from '../../parts/attempt.js';
import { ActForm } from '../../parts/form.js';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';

interface Created {
  readonly invitation?: { readonly email: string; readonly mailed: boolean; readonly link?: string };
}

const EMPTY = { name: '', email: '', currency: 'USD', owner: '' };

/** A customer, and whoever shall own it: invited in the same act. */
export function NewCustomer({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useTexts();
  const [typed, type] = useState(EMPTY);
  const [created, setCreated] = useState<Created>();
  const attempt = useAttempt();
  const change = (field: keyof typeof EMPTY) => (value: string) => type({ ...typed, [field]: value });
  const create = async (): Promise<void> => {
    const { owner, ...facts } = typed;
    const answer = await ask<Created>('POST', 'admin/customers', owner === '' ? facts : { ...facts, owner: { email: owner } });
    await queries.invalidateQueries({ queryKey: ['customers'] });
    if (answer.invitation) setCreated(answer);
    else onDone();
  };
  if (created?.invitation) return <Invited {...created.invitation} onDone={onDone} />;
  return (
    <ActForm
      className="new-customer"
      label={t('customers.new')}
      attempt={attempt}
      onAct={create}
      act={t('customers.create')}
      leave={<Button onPress={onDone}>{t('customers.leave')}</Button>}
    >
      <Field
        label={t('customers.name')}
        value={typed.name}
        onChange={change('name')}
        refused={attempt.refusalOf('name')}
        required
        autoFocus
      />
      <Field
        label={t('customers.email')}
        type="email"
        value={typed.email}
        onChange={change('email')}
        refused={attempt.refusalOf('email')}
        required
      />
      <Field
        label={t('customers.currency')}
        value={typed.currency}
        onChange={change('currency')}
        refused={attempt.refusalOf('currency')}
        required
      />
      <Field
        label={t('customers.owner')}
        type="email"
        value={typed.owner}
        onChange={change('owner')}
        refused={attempt.refusalOf('owner.email')}
      />
      <p className="new-customer-note">{t('customers.owner_why')}</p>
    </ActForm>
  );
}

function Invited({ email, mailed, link, onDone }: NonNullable<Created['invitation']> & { readonly onDone: () => void }): ReactNode {
  const t = useTexts();
  return (
    <section className="new-customer" role="status">
      {mailed ? <p>{t('customers.mailed', { email })}</p> : <p>{t('customers.link')}</p>}
      {link === undefined ? null : <code className="new-customer-link">{link}</code>}
      <div className="form-acts">
        <Button kind="primary" onPress={onDone}>
          {t('app.go_on')}
        </Button>
      </div>
    </section>
  );
}
