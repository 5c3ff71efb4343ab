import { existing, type Placed } from '#streams';
import type { InvitationEvent, OperatorEvent } from './invitation.events.js';
import { customerRoleCovers, installationRoleCovers, type CustomerRole, type InstallationRole } from './roles.js';

/** One that is neither accepted nor withdrawn; it may have run out. JSON, in the row of what it invites to. */
export type Invitation<Role extends string = string> = {
  readonly invitation: string;
  readonly token_hash: string;
  readonly address_hash: string;
  readonly email: string;
  readonly by: string | null;
  readonly by_role_of: 'customer' | 'installation';
  readonly is_mailed: boolean;
  readonly role: Role;
  readonly invited_at: string;
  readonly expires_at: string;
};

/** By id, oldest first. */
export type Invitations<Role extends string> = Readonly<Record<string, Invitation<Role>>>;

/** What an operator may, and when he last lost any of it. */
export type Operator = { readonly role: InstallationRole | null; readonly lowered_at?: string };

/** What of a customer invitations are decided with. */
interface Membered {
  readonly members?: Readonly<Record<string, CustomerRole>>;
  readonly joined?: Readonly<Record<string, string>>;
  readonly invitations?: Invitations<CustomerRole>;
}

/** What of the installation. */
interface Operated {
  readonly operators?: Readonly<Record<string, Operator>>;
  readonly invitations?: Invitations<InstallationRole>;
}

export function evolveInvitations<State extends Membered>(state: State | undefined, event: InvitationEvent, { at }: Placed): State {
  const customer = existing(state, event.type);
  const { invitations = {}, members = {}, joined = {} } = customer;
  switch (event.type) {
    case 'MemberInvited': {
      const { customer: _customer, ...invited } = event.data;
      return { ...customer, invitations: { ...living(invitations, at), [invited.invitation]: { ...invited, invited_at: at } } };
    }
    case 'InvitationWithdrawn':
      return { ...customer, invitations: without(invitations, event.data.invitation) };
    case 'InvitationAccepted': {
      const { person, role, invitation } = event.data;
      const left = { ...customer, invitations: without(invitations, invitation) };
      return members[person] !== undefined
        ? left
        : { ...left, members: { ...members, [person]: role }, joined: { ...joined, [person]: at } };
    }
  }
}

/** Invitations die with the right of whoever wrote them, and come back with no other. */
export function withoutInvitationsOf<State extends Membered>(customer: State, inviter: string): State {
  const { invitations, members = {} } = customer;
  if (invitations === undefined) return customer;
  const own = members[inviter];
  const isDead = ({ by, by_role_of: of, role }: Invitation<CustomerRole>): boolean =>
    by === inviter && of === 'customer' && (own === undefined || !mayInvite(own, role));
  return { ...customer, invitations: filtered(invitations, (each) => !isDead(each)) };
}

export function evolveOperators<State extends Operated>(state: State | undefined, event: OperatorEvent, { at }: Placed): State {
  const installation = existing(state, event.type);
  const { invitations = {}, operators = {} } = installation;
  switch (event.type) {
    case 'OperatorInvited': {
      const invited = { ...event.data, by_role_of: 'installation' as const, invited_at: at };
      return { ...installation, invitations: { ...living(invitations, at), [invited.invitation]: invited } };
    }
    case 'OperatorInvitationWithdrawn':
      return { ...installation, invitations: without(invitations, event.data.invitation) };
    case 'OperatorInvitationAccepted': {
      const { person, role, invitation } = event.data;
      const next = operators[person]?.role ? operators : { ...operators, [person]: { ...operators[person], role } };
      return { ...installation, operators: next, invitations: without(invitations, invitation) };
    }
    case 'OperatorRoleSet': {
      const { person, role } = event.data;
      const before = operators[person]?.role;
      const isRaised = role !== null && before && installationRoleCovers(role, before);
      const next = isRaised ? { ...operators[person], role } : { role, lowered_at: at };
      return { ...installation, operators: { ...operators, [person]: next } };
    }
  }
}

/** Whoever may write people, and up to what he may himself. */
export const mayInvite = (own: CustomerRole, given: CustomerRole): boolean => own === 'owner' && customerRoleCovers(own, given);

/** One that has run out is of no use to anybody. */
export const livesAt = ({ expires_at: until }: Pick<Invitation, 'expires_at'>, at: string): boolean => until > at;

const living = <Role extends string>(invitations: Invitations<Role>, at: string): Invitations<Role> =>
  filtered(invitations, (each) => livesAt(each, at));

const filtered = <Role extends string>(
  invitations: Invitations<Role>,
  isKept: (invitation: Invitation<Role>) => boolean,
): Invitations<Role> => Object.fromEntries(Object.entries(invitations).filter(([, each]) => isKept(each)));

function without<Role extends string>(invitations: Invitations<Role>, id: string): Invitations<Role> {
  const { [id]: _gone, ...rest } = invitations;
  return rest;
}
