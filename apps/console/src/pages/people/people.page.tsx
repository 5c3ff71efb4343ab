import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { told } from '../../api/client.js';
import { nothingYet } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { useHere } from '../../parts/customer.js';
import { FormRefusal } from '../../parts/form.js';
import { Page } from '../../parts/page.js';
import { Button } from '../../ui/controls/button.js';
import { DestructiveDialog } from '../../ui/overlay/dialog.js';
import { toast } from '../../ui/overlay/toast.js';
import { Card } from '../../ui/show/card.js';
import { Time } from '../../ui/show/time.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import { Invite } from './invite.js';
import { ROLES, invitationsQuery, membersQuery, useAgain, type Invitation, type Member, type Role } from './members.js';
import './people.css';

/** Who may do what. Whoever may not change it sees no acts. */
export function PeoplePage(): ReactNode {
  const t = useTexts();
  const { may } = useHere();
  const [isInviting, invite] = useState(false);
  const mayWrite = may('people.write');
  return (
    <Page
      title={t('app.people')}
      explained={t('people.explained')}
      acts={
        mayWrite ? (
          <Button kind="primary" icon={<UserPlus size={16} aria-hidden="true" />} onPress={() => invite(true)}>
            {t('people.invite')}
          </Button>
        ) : null
      }
    >
      {isInviting ? <Invite onDone={() => invite(false)} /> : null}
      <Members mayWrite={mayWrite} />
      <Invitations mayWrite={mayWrite} />
    </Page>
  );
}

function Members({ mayWrite }: { readonly mayWrite: boolean }): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const again = useAgain(customer);
  const { data } = useQuery({ ...membersQuery(customer, api), throwOnError: nothingYet });
  const [leaving, setLeaving] = useState<Member>();
  const attempt = useAttempt();
  const name = ({ email }: Member): string => email ?? t('people.erased');
  const change = async (member: Member, role: Role, isUndo = false): Promise<void> => {
    await told(api.PUT('/me/people/{person}', { params: { path: { person: member.person } }, body: { role } }));
    await again();
    const undo = isUndo ? undefined : () => attempt.run(() => change({ ...member, role }, member.role, true));
    toast(t('people.is_now', { email: name(member), role: t(`app.role.${role}`) }), undo);
  };
  const remove = async ({ person }: Member): Promise<void> => {
    await told(api.DELETE('/me/people/{person}', { params: { path: { person } } }));
    setLeaving(undefined);
    await again();
  };
  const acts = (member: Member) => [
    ...ROLES.filter((role) => role !== member.role).map((role) => ({
      id: role,
      title: t('people.make', { role: t(`app.role.${role}`) }),
      onAct: () => attempt.run(() => change(member, role)),
    })),
    { id: 'remove', title: t('people.remove'), isDestructive: true, onAct: () => setLeaving(member) },
  ];
  const columns: readonly Column<Member>[] = [
    { id: 'email', head: t('people.email'), cell: (member) => <Who member={member} /> },
    { id: 'role', head: t('people.role'), cell: ({ role }) => t(`app.role.${role}`) },
    { id: 'since', head: t('people.since'), cell: ({ since }) => <Time at={since} as="full" precision="day" /> },
  ];
  return (
    <>
      <FormRefusal text={leaving ? undefined : attempt.refusal} />
      <Card flush>
        <Table
          label={t('app.people')}
          columns={columns}
          rows={data ?? []}
          rowId={({ person }) => person}
          rowName={name}
          isLoading={data === undefined}
          narrow={(member) => ({
            what: <Who member={member} />,
            status: t(`app.role.${member.role}`),
            when: <Time at={member.since} as="full" precision="day" />,
          })}
          {...(mayWrite && { acts })}
        />
      </Card>
      <DestructiveDialog
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={t('people.remove_title', { email: leaving ? name(leaving) : '' })}
        act={t('people.remove')}
        busy={attempt.isRunning}
        refused={leaving ? attempt.refusal : undefined}
        onAct={() => leaving && attempt.run(() => remove(leaving))}
      >
        {t('people.remove_why')}
      </DestructiveDialog>
    </>
  );
}

function Who({ member: { email, is_you: isYou, is_proven: isProven } }: { readonly member: Member }): ReactNode {
  const t = useTexts();
  const notes = [isYou ? t('people.you') : '', isProven ? '' : t('people.unproven')].filter(Boolean).join(' · ');
  return (
    <span className="people-who">
      {email ?? t('people.erased')}
      {notes === '' ? null : <small>{notes}</small>}
    </span>
  );
}

/** Shown only where there is one. */
function Invitations({ mayWrite }: { readonly mayWrite: boolean }): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const again = useAgain(customer);
  const { data = [] } = useQuery({ ...invitationsQuery(customer, api), throwOnError: nothingYet });
  const attempt = useAttempt();
  if (data.length === 0) return null;
  const withdraw = async ({ id }: Invitation): Promise<void> => {
    await told(api.DELETE('/me/people/invitations/{id}', { params: { path: { id } } }));
    await again();
  };
  const columns: readonly Column<Invitation>[] = [
    { id: 'email', head: t('people.email'), cell: ({ email }) => email ?? t('people.erased') },
    { id: 'role', head: t('people.role'), cell: ({ role }) => t(`app.role.${role}`) },
    { id: 'until', head: t('people.until'), cell: ({ expires_at: until }) => <Time at={until} as="full" precision="minute" /> },
  ];
  return (
    <Card title={t('people.invitations')} flush>
      <FormRefusal text={attempt.refusal} />
      <Table
        label={t('people.invitations')}
        columns={columns}
        rows={data}
        rowId={({ id }) => id}
        rowName={({ email }) => email ?? t('people.erased')}
        narrow={({ email, role, expires_at: until }) => ({
          what: email ?? t('people.erased'),
          status: t(`app.role.${role}`),
          when: <Time at={until} as="full" precision="day" />,
        })}
        {...(mayWrite && {
          acts: (invitation: Invitation) => [
            { id: 'withdraw', title: t('people.withdraw'), isDestructive: true, onAct: () => attempt.run(() => withdraw(invitation)) },
          ],
        })}
      />
    </Card>
  );
}
