import { isCurrency } from '#money';
import { accept, refuse, type Decision } from '#streams';
import type { CustomerEvent } from './customer.events.js';
import type { Customer } from './customer.state.js';
import { isTimeZone } from './time-zone.js';

export type CustomerCommand =
  | {
      readonly type: 'RegisterCustomer';
      readonly customer: string;
      readonly account: string;
      readonly currency: string;
      readonly timeZone: string;
      /** Encrypted under the customer's own key before they come here. */
      readonly sealed: { readonly name: string; readonly email: string };
    }
  | { readonly type: 'SuspendCustomer'; readonly reason?: string }
  | { readonly type: 'ReinstateCustomer'; readonly reason?: string };

export type CustomerRefusal = 'CURRENCY_UNKNOWN' | 'TIME_ZONE_UNKNOWN' | 'CUSTOMER_EXISTS' | 'CUSTOMER_UNKNOWN';

export function decideCustomer(command: CustomerCommand, customer: Customer | undefined): Decision<CustomerEvent, CustomerRefusal> {
  switch (command.type) {
    case 'RegisterCustomer': {
      const { customer: id, account, currency, timeZone, sealed } = command;
      if (!isCurrency(currency)) return refuse('CURRENCY_UNKNOWN', `${currency} is no currency that the ledger keeps`, 'currency');
      if (!isTimeZone(timeZone)) return refuse('TIME_ZONE_UNKNOWN', `${timeZone} is no time zone of the IANA database`, 'time_zone');
      if (customer) return refuse('CUSTOMER_EXISTS', `${id} is already registered`);
      const { name, email } = sealed;
      return accept({ type: 'CustomerRegistered', data: { customer: id, account, currency, time_zone: timeZone, name, email } });
    }
    case 'SuspendCustomer':
      if (!customer) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer');
      if (customer.status === 'suspended') return accept();
      return accept({
        type: 'CustomerSuspended',
        data: { customer: customer.customer, ...reasonOf(command) },
      });
    case 'ReinstateCustomer':
      if (!customer) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer');
      if (customer.status === 'active') return accept();
      return accept({ type: 'CustomerReinstated', data: { customer: customer.customer, ...reasonOf(command) } });
  }
}

function reasonOf({ reason }: { readonly reason?: string }): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}
