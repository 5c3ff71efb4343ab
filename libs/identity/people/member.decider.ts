import { accept, refuse, type Decision } from '#streams';
import type { Customer } from '../customer.state.js';
import type { MemberEvent } from './member.events.js';
import type { CustomerRole } from './roles.js';

/** People of one customer. */
export const MAX_MEMBERS = 1_000;

export type MemberCommand =
  | { readonly type: 'AddMember'; readonly person: string; readonly role: CustomerRole }
  | { readonly type: 'ChangeMemberRole'; readonly person: string; readonly role: CustomerRole }
  /** `isErasing`: the person is no more, whatever that leaves. */
  | { readonly type: 'RemoveMember'; readonly person: string; readonly isErasing?: true };

export type MemberRefusal = 'CUSTOMER_UNKNOWN' | 'MEMBER_UNKNOWN' | 'TOO_MANY_MEMBERS' | 'LAST_OWNER';

/** Written into the customer's stream. Somebody who is a member already stays what he is: his role is changed by who may. */
export function decideMember(command: MemberCommand, customer: Customer | undefined): Decision<MemberEvent, MemberRefusal> {
  if (!customer || customer.status === 'erased') return refuse('CUSTOMER_UNKNOWN', 'There is no such customer');
  const { customer: id, members = {} } = customer;
  const role = members[command.person];
  const data = { customer: id, person: command.person };
  if (command.type === 'AddMember') {
    if (role !== undefined) return accept();
    if (Object.keys(members).length >= MAX_MEMBERS) return refuse('TOO_MANY_MEMBERS', `A customer has ${MAX_MEMBERS} people at most`);
    return accept({ type: 'MemberAdded', data: { ...data, role: command.role } });
  }
  if (role === undefined) return refuse('MEMBER_UNKNOWN', 'There is no such person here');
  const isLast = role === 'owner' && Object.values(members).filter((each) => each === 'owner').length === 1;
  switch (command.type) {
    case 'ChangeMemberRole':
      if (command.role === role) return accept();
      if (isLast) return refuse('LAST_OWNER', LAST);
      return accept({ type: 'MemberRoleChanged', data: { ...data, role: command.role } });
    case 'RemoveMember':
      if (isLast && !command.isErasing) return refuse('LAST_OWNER', LAST);
      return accept({ type: 'MemberRemoved', data });
  }
}

const LAST = 'Somebody has to own it: make another person its owner first';
