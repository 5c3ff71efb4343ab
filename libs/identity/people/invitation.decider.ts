import { accept, refuse, type Decision, type Refusal } from '#streams';
import type { Customer } from '../customer.state.js';
import type { Installation } from '../installation.decider.js';
import type { InvitationEvent, OperatorEvent } from './invitation.events.js';
import { livesAt, mayInvite, type Invitation, type Invitations } from './invitation.state.js';
import { MAX_MEMBERS } from './member.decider.js';
import { installationRoleCovers, operatorMay, type CustomerRole, type InstallationRole } from './roles.js';

/** Open at once, of one customer or of the installation: whoever invites sends mail to people who have not asked for it. */
export const MAX_INVITATIONS = 100;

export type InvitationRefusal =
  | 'CUSTOMER_UNKNOWN'
  | 'INSTALLATION_UNKNOWN'
  | 'INVITATION_UNKNOWN'
  | 'INVITATION_OVER'
  | 'INVITED_ALREADY'
  | 'MEMBER_ALREADY'
  | 'TOO_MANY_INVITATIONS'
  | 'TOO_MANY_MEMBERS'
  | 'BEYOND_OWN_ROLE'
  | 'ADDRESS_UNPROVEN'
  | 'OPERATOR_UNKNOWN'
  | 'LAST_OWNER';

/** Who invites, and by which right; a person of null is the admin token, or the command line. */
export type Inviter = {
  readonly person: string | null;
  readonly roleOf: 'customer' | 'installation';
};

/** What both kinds have in common. Times are RFC 3339 UTC with milliseconds. */
type Invite<Role> = {
  readonly at: string;
  readonly invitation: string;
  readonly role: Role;
  readonly by: Inviter;
  readonly tokenHash: string;
  readonly addressHash: string;
  readonly sealedEmail: string;
  readonly isMailed: boolean;
  readonly expiresAt: string;
  /** The person who has the address, where there is one. */
  readonly holder?: string | undefined;
};

export type Accept = {
  readonly type: 'AcceptInvitation';
  readonly at: string;
  readonly invitation: string;
  readonly tokenHash: string;
  /** Who accepts: the one who has the address. */
  readonly person: AcceptingPerson;
};

/** What has to be known of whoever accepts. */
export type AcceptingPerson = {
  readonly person: string;
  readonly address_hash: string;
  readonly is_proven: boolean;
  /** The invitation that made the person. */
  readonly invitation?: string;
};

/** Roles of the installation as they are: what its stream does not have yet, and what was recorded elsewhere before. */
export type OperatorFacts = {
  readonly roleOf: (person: string) => InstallationRole | null;
  /** When the person last lost a right of the installation. */
  readonly loweredAt: (person: string) => string | undefined;
};

export type InvitationCommand =
  | ({ readonly type: 'InviteMember' } & Invite<CustomerRole>)
  | { readonly type: 'WithdrawInvitation'; readonly invitation: string }
  | Accept;

export type OperatorCommand =
  | ({ readonly type: 'InviteOperator' } & Invite<InstallationRole>)
  | { readonly type: 'WithdrawInvitation'; readonly invitation: string }
  | Accept
  /** `by`: who sets it; nobody grants or takes what goes beyond his own. */
  | { readonly type: 'SetOperatorRole'; readonly person: string; readonly role: InstallationRole | null; readonly by: string | null };

export function decideInvitation(
  command: InvitationCommand,
  customer: Customer | undefined,
  operators: OperatorFacts,
): Decision<InvitationEvent, InvitationRefusal> {
  if (!customer) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer');
  const { customer: id, members = {}, invitations = {} } = customer;
  const isAllowed = (by: Pick<Invitation, 'by' | 'by_role_of'> & { readonly invited_at?: string }, role: CustomerRole): boolean => {
    if (by.by === null) return true;
    const own = members[by.by];
    if (by.by_role_of === 'customer') return own !== undefined && mayInvite(own, role);
    const operator = operators.roleOf(by.by);
    return operator !== null && operatorMay(operator, 'customers.write') && !isLowered(by, operators);
  };
  switch (command.type) {
    case 'InviteMember': {
      const { role, by, holder } = command;
      if (holder !== undefined && members[holder] !== undefined) return refuse('MEMBER_ALREADY', MEMBER, 'email');
      const refusal = refusedInvite(command, invitations, isAllowed({ by: by.person, by_role_of: by.roleOf }, role));
      if (refusal) return { refusal };
      return accept({ type: 'MemberInvited', data: { customer: id, ...invited(command), role, by_role_of: by.roleOf } });
    }
    case 'WithdrawInvitation':
      if (!found(invitations, command.invitation)) return refuse('INVITATION_UNKNOWN', 'There is no such invitation');
      return accept({ type: 'InvitationWithdrawn', data: { customer: id, invitation: command.invitation } });
    case 'AcceptInvitation': {
      const invitation = found(invitations, command.invitation);
      if (!invitation || !isOpen(command, invitation) || !isAllowed(invitation, invitation.role)) return OVER;
      const refusal = refusedPerson(command.person, invitation);
      if (refusal) return { refusal };
      const { person } = command.person;
      const isNew = members[person] === undefined;
      if (isNew && Object.keys(members).length >= MAX_MEMBERS)
        return refuse('TOO_MANY_MEMBERS', `A customer has ${MAX_MEMBERS} people at most`);
      const role = members[person] ?? invitation.role;
      return accept({ type: 'InvitationAccepted', data: { customer: id, invitation: command.invitation, person, role } });
    }
  }
}

export function decideOperators(
  command: OperatorCommand,
  installation: Installation | undefined,
  operators: OperatorFacts & { readonly owners: readonly string[] },
): Decision<OperatorEvent, InvitationRefusal> {
  if (!installation) return refuse('INSTALLATION_UNKNOWN', 'Nothing is installed yet');
  const { invitations = {} } = installation;
  const isAllowed = (by: { readonly by: string | null; readonly invited_at?: string }, role: InstallationRole | null): boolean => {
    if (by.by === null) return true;
    const own = operators.roleOf(by.by);
    if (own === null || !operatorMay(own, 'people.admin') || isLowered(by, operators)) return false;
    return role === null || installationRoleCovers(own, role);
  };
  switch (command.type) {
    case 'InviteOperator': {
      const { role, by, holder } = command;
      if (holder !== undefined && operators.roleOf(holder) !== null) return refuse('MEMBER_ALREADY', MEMBER, 'email');
      const refusal = refusedInvite(command, invitations, isAllowed({ by: by.person }, role));
      return refusal ? { refusal } : accept({ type: 'OperatorInvited', data: { ...invited(command), role } });
    }
    case 'WithdrawInvitation':
      if (!found(invitations, command.invitation)) return refuse('INVITATION_UNKNOWN', 'There is no such invitation');
      return accept({ type: 'OperatorInvitationWithdrawn', data: { invitation: command.invitation } });
    case 'AcceptInvitation': {
      const invitation = found(invitations, command.invitation);
      if (!invitation || !isOpen(command, invitation) || !isAllowed(invitation, invitation.role)) return OVER;
      const refusal = refusedPerson(command.person, invitation);
      if (refusal) return { refusal };
      const { person } = command.person;
      const role = operators.roleOf(person) ?? invitation.role;
      return accept({ type: 'OperatorInvitationAccepted', data: { invitation: command.invitation, person, role } });
    }
    case 'SetOperatorRole': {
      const { person, role, by } = command;
      const before = operators.roleOf(person);
      if (!isAllowed({ by }, role) || !isAllowed({ by }, before)) return BEYOND;
      if (before === role) return accept();
      if (before === 'owner' && operators.owners.every((each) => each === person)) return refuse('LAST_OWNER', LAST);
      return accept({ type: 'OperatorRoleSet', data: { person, role } });
    }
  }
}

function refusedInvite(
  { at, addressHash }: Invite<string>,
  invitations: Invitations<string>,
  isAllowed: boolean,
): Refusal<InvitationRefusal> | undefined {
  if (!isAllowed) return BEYOND.refusal;
  const open = Object.values(invitations).filter((each) => livesAt(each, at));
  if (open.some((each) => each.address_hash === addressHash)) {
    return refuse('INVITED_ALREADY', 'This address is invited already: withdraw that invitation first', 'email').refusal;
  }
  if (open.length < MAX_INVITATIONS) return undefined;
  return refuse('TOO_MANY_INVITATIONS', `${MAX_INVITATIONS} invitations are open already: withdraw some`).refusal;
}

/** An address that nobody has proven may be anybody's: whoever came by a shown link is a member there, and nowhere else. */
function refusedPerson(
  { address_hash: address, is_proven: isProven, invitation: madeBy }: AcceptingPerson,
  { invitation, address_hash: meant }: Invitation,
): Refusal<InvitationRefusal> | undefined {
  if (address !== meant) return OVER.refusal;
  if (isProven || madeBy === invitation) return undefined;
  return refuse('ADDRESS_UNPROVEN', 'This address is not proven yet: only a link that is mailed there can do that').refusal;
}

/** Ids come from outside: the name of a member that every object has is none. */
const found = <Role extends string>(invitations: Invitations<Role>, id: string): Invitation<Role> | undefined =>
  Object.hasOwn(invitations, id) ? invitations[id] : undefined;

const isOpen = ({ at, tokenHash }: Accept, invitation: Invitation): boolean =>
  invitation.token_hash === tokenHash && livesAt(invitation, at);

function isLowered(by: { readonly by: string | null; readonly invited_at?: string }, { loweredAt }: OperatorFacts): boolean {
  const at = by.by === null ? undefined : loweredAt(by.by);
  return at !== undefined && by.invited_at !== undefined && at >= by.invited_at;
}

const invited = ({ invitation, tokenHash, addressHash, sealedEmail, by, isMailed, expiresAt }: Invite<string>) => ({
  invitation,
  token_hash: tokenHash,
  address_hash: addressHash,
  email: sealedEmail,
  by: by.person,
  is_mailed: isMailed,
  expires_at: expiresAt,
});

const MEMBER = 'Whoever has this address is here already: change the role instead';
const OVER = refuse('INVITATION_OVER', 'This invitation was used or withdrawn, has run out, or whoever wrote it may invite no more');
const BEYOND = refuse('BEYOND_OWN_ROLE', 'Nobody grants or takes more than their own role has', 'role');
const LAST = 'Somebody has to own it: make another person its owner first';
