import type { Currency } from '#money';
import { ImpossibleEventError, existing, type Placed } from '#streams';
import type { CustomerEvent } from './customer.events.js';
import { evolveInvitations, withoutInvitationsOf, type Invitations } from './people/invitation.state.js';
import type { CustomerRole } from './people/roles.js';

/** JSON, because the directory keeps it as a row. */
export type Customer = {
  readonly customer: string;
  readonly account: string;
  readonly currency: Currency;
  readonly time_zone: string;
  readonly sealed: { readonly name: string; readonly email: string };
  /** `erased`: for good. */
  readonly status: 'active' | 'suspended' | 'erased';
  readonly registered_at: string;
  readonly suspended_at?: string;
  readonly suspension_reason?: string;
  readonly erased_at?: string;
  /** Roles by person; absent as long as nobody was ever added. */
  readonly members?: Readonly<Record<string, CustomerRole>>;
  /** Since when, by person. */
  readonly joined?: Readonly<Record<string, string>>;
  /** Those that are open; absent as long as nobody was ever invited. */
  readonly invitations?: Invitations<CustomerRole>;
};

export function evolveCustomer(customer: Customer | undefined, event: CustomerEvent, placed: Placed): Customer {
  switch (event.type) {
    case 'CustomerRegistered': {
      if (customer) throw new ImpossibleEventError(event.type, 'comes twice');
      const { name, email, ...rest } = event.data;
      return { ...rest, sealed: { name, email }, status: 'active', registered_at: placed.at };
    }
    case 'CustomerSuspended':
      return {
        ...existing(customer, event.type),
        status: 'suspended',
        suspended_at: placed.at,
        ...(event.data.reason === undefined ? {} : { suspension_reason: event.data.reason }),
      };
    case 'CustomerReinstated': {
      const { suspended_at: _at, suspension_reason: _reason, ...rest } = existing(customer, event.type);
      return { ...rest, status: 'active' };
    }
    case 'CustomerErased': {
      const { suspended_at: _at, suspension_reason: _reason, members: _members, ...rest } = existing(customer, event.type);
      return { ...rest, status: 'erased', erased_at: placed.at };
    }
    case 'MemberAdded':
    case 'MemberRoleChanged': {
      const { joined = {} } = existing(customer, event.type);
      const since = event.type === 'MemberAdded' ? { joined: { ...joined, [event.data.person]: placed.at } } : {};
      const before = existing(customer, event.type);
      const after = { ...before, ...since, members: { ...before.members, [event.data.person]: event.data.role } };
      return withoutInvitationsOf(after, event.data.person);
    }
    case 'MemberRemoved': {
      const before = existing(customer, event.type);
      const { [event.data.person]: _gone, ...members } = before.members ?? {};
      const { [event.data.person]: _at, ...joined } = before.joined ?? {};
      return withoutInvitationsOf({ ...before, members, joined }, event.data.person);
    }
    case 'MemberInvited':
    case 'InvitationWithdrawn':
    case 'InvitationAccepted':
      return evolveInvitations(customer, event, placed);
  }
}
