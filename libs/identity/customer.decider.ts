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
  | { readonly type: 'ReinstateCustomer'; readonly reason?: string }
  | { readonly type: 'EraseCustomer'; readonly reason?: string };

export type CustomerRefusal = 'CURRENCY_UNKNOWN' | 'TIME_ZONE_UNKNOWN' | 'CUSTOMER_EXISTS' | 'CUSTOMER_UNKNOWN' | 'CUSTOMER_ERASED';

export function decideCustomer(command: CustomerCommand, customer: Customer | undefined): Decision<CustomerEvent, CustomerRefusal> {
  if (command.type === 'RegisterCustomer') return register(command, customer);
  if (!customer) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer');
  const data = { customer: customer.customer, ...reasonOf(command) };
  if (command.type === 'EraseCustomer') return customer.status === 'erased' ? accept() : accept({ type: 'CustomerErased', data });
  if (customer.status === 'erased') return refuse('CUSTOMER_ERASED', WAS_ERASED);
  switch (command.type) {
    case 'SuspendCustomer':
      return customer.status === 'suspended' ? accept() : accept({ type: 'CustomerSuspended', data });
    case 'ReinstateCustomer':
      return customer.status === 'active' ? accept() : accept({ type: 'CustomerReinstated', data });
  }
}

/** What nothing more is done for. */
export const WAS_ERASED = 'The customer was erased, which is for good';

function register(command: Extract<CustomerCommand, { readonly type: 'RegisterCustomer' }>, customer: Customer | undefined) {
  const { customer: id, account, currency, timeZone, sealed } = command;
  if (!isCurrency(currency)) return refuse('CURRENCY_UNKNOWN', `${currency} is no currency that the ledger keeps`, 'currency');
  if (!isTimeZone(timeZone)) return refuse('TIME_ZONE_UNKNOWN', `${timeZone} is no time zone of the IANA database`, 'time_zone');
  if (customer) return refuse('CUSTOMER_EXISTS', `${id} is already registered`);
  const { name, email } = sealed;
  const data = { customer: id, account, currency, time_zone: timeZone, name, email };
  return accept({ type: 'CustomerRegistered', data } satisfies CustomerEvent);
}

function reasonOf({ reason }: { readonly reason?: string }): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}
