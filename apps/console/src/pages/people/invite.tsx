import { Link2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { told } from '../../api/client.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { useHere } from '../../parts/customer.js';
import { FormRefusal } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';
import { Select } from '../../ui/controls/select.js';
import { Dialog, ShownOnceDialog } from '../../ui/overlay/dialog.js';
import { toast } from '../../ui/overlay/toast.js';
import { ROLES, useAgain, type Role } from './members.js';

/** Somebody is invited by address; where no mail is sent, the link is shown to the inviter, this once. */
export function Invite({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const again = useAgain(customer);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('developer');
  const [link, setLink] = useState<string>();
  const attempt = useAttempt();
  const invite = async (): Promise<void> => {
    const sent = await told(api.POST('/me/people/invitations', { body: { email, role } }));
    await again();
    if (sent.link) return setLink(sent.link);
    toast(t('people.mailed', { email }));
    onDone();
  };
  if (link !== undefined) {
    return (
      <ShownOnceDialog
        open
        onStored={onDone}
        title={t('people.link_title', { email })}
        lead={t('people.link_lead')}
        secret={link}
        copyLabel={t('people.copy_link')}
        icon={<Link2 size={18} aria-hidden="true" />}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onDone}
      title={t('people.invite_whom')}
      lead={t('people.invite_lead')}
      onSubmit={() => attempt.run(invite)}
      acts={
        <>
          <Button onPress={onDone}>{t('people.leave_it')}</Button>
          <Button kind="primary" type="submit" busy={attempt.isRunning}>
            {t('people.invite')}
          </Button>
        </>
      }
    >
      <Field
        label={t('people.email')}
        type="email"
        inputMode="email"
        value={email}
        onChange={setEmail}
        refused={attempt.refusalOf('email')}
        required
        autoFocus
      />
      <Select
        label={t('people.role')}
        options={ROLES.map((value) => ({ value, label: t(`app.role.${value}`) }))}
        value={role}
        onChange={setRole}
        refused={attempt.refusalOf('role')}
      />
      <FormRefusal text={attempt.refusal} />
    </Dialog>
  );
}
