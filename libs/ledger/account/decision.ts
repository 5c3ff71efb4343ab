import type { AccountEvent } from './account.events.js';
import type { Account } from './account.state.js';

export type RefusalCode =
  | 'ACCOUNT_UNKNOWN'
  | 'ACCOUNT_EXISTS'
  | 'ALREADY_REVERSED'
  | 'AMOUNT_NOT_POSITIVE'
  | 'CLAIM_IN_OTHER_PERIOD'
  | 'CURRENCY_MISMATCH'
  | 'EXPIRY_IN_THE_PAST'
  | 'FUNDS_LEASED'
  | 'HOLD_NOT_FOUND'
  | 'INSUFFICIENT_FUNDS'
  | 'LEASE_BELOW_FLOOR'
  | 'LEASE_EXHAUSTED'
  | 'LEASE_OVER'
  | 'LEASE_SEALED'
  | 'LEASE_UNKNOWN'
  | 'PERIOD_NOT_OPEN'
  | 'REVERSAL_MISMATCH';

export interface Refusal {
  readonly code: RefusalCode;
  /** For people: amounts and names, no secrets. */
  readonly message: string;
}

/** Refusals are values: nothing is written. */
export type Decision =
  { readonly events: readonly AccountEvent[]; readonly refusal?: never } | { readonly refusal: Refusal; readonly events?: never };

export const accept = (...events: readonly AccountEvent[]): Decision => ({ events });
export const refuse = (code: RefusalCode, message: string): Decision => ({ refusal: { code, message } });
/** What is leased to gateways and unspent is still the customer's: it has to come back before anything is lowered or refused. */
export const fundsLeased = ({ id, leases }: Account): Decision =>
  refuse('FUNDS_LEASED', `${leases.size} gateways hold parts of the balance of ${id}`);
