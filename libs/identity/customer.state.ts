import type { Currency } from '#money';
import { ImpossibleEventError, existing, type Placed } from '#streams';
import type { CustomerEvent } from './customer.events.js';
import type { CustomerRole } from './people/roles.js';

/** JSON, because the directory keeps it as a row. */
export type Customer = {
  readonly customer: string;
  readonly account: string;
  readonly currency: Currency;
  readonly time_zone: string;
  readonly sealed: { readonly name: string; readonly email: string };
  readonly status: 'active' | 'suspended';
  readonly registered_at: string;
  readonly suspended_at?: string;
  readonly suspension_reason?: string;
  /** Roles by person; absent as long as nobody was ever added. */
  readonly members?: Readonly<Record<string, CustomerRole>>;
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
    case 'MemberAdded':
    case 'MemberRoleChanged': {
      const before = existing(customer, event.type);
      return { ...before, members: { ...before.members, [event.data.person]: event.data.role } };
    }
    case 'MemberRemoved': {
      const before = existing(customer, event.type);
      const { [event.data.person]: _gone, ...members } = before.members ?? {};
      return { ...before, members };
    }
  }
}
