import { ACCOUNT_EVENT_VERSION, type AccountEvent, type AccountEventType } from './account/account.events.js';

/** What a store holds of an event, as far as the ledger needs it. */
export interface StoredAccountEvent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly effective: string; readonly version: number };
}

/** Every type of the account's streams. A record over the union, so that a new event must be added here to compile. */
const TYPES: Readonly<Record<AccountEventType, true>> = {
  AccountOpened: true,
  PeriodOpened: true,
  PeriodCarried: true,
  RequestRouted: true,
  TokensMetered: true,
  RequestFailed: true,
  RequestAbandoned: true,
  PaymentReceived: true,
  CreditGranted: true,
  CreditExpired: true,
  BalanceAdjusted: true,
  FundsLeased: true,
  FundsRecalled: true,
  LeaseSettled: true,
  LeaseOpened: true,
  LeaseSealed: true,
  ClaimsListed: true,
  PeriodClosed: true,
};

/** Lifts the data of one version to the next: `UPCASTERS.TokensMetered[1]` takes version 1 to version 2. None yet. */
const UPCASTERS: { readonly [type in AccountEventType]?: { readonly [version: number]: (data: unknown) => unknown } } = {};

export const ACCOUNT_EVENT_TYPES = Object.keys(TYPES) as readonly AccountEventType[];

export const isAccountEventType = (type: string): type is AccountEventType => Object.hasOwn(TYPES, type);

export class UnreadableEventError extends Error {
  readonly code = 'UNREADABLE_EVENT';
}

/** Reads a stored event in the current shape. Throws `UNREADABLE_EVENT` for a type or version that this code does not know. */
export function readAccountEvent(stored: StoredAccountEvent): AccountEvent {
  const { type, metadata } = stored;
  if (!isAccountEventType(type)) throw new UnreadableEventError(`${type} is not an event of an account`);
  let data = stored.data;
  for (let version = metadata.version; version !== ACCOUNT_EVENT_VERSION; version += 1) {
    const upcast = UPCASTERS[type]?.[version];
    if (!upcast) throw new UnreadableEventError(`${type} version ${metadata.version} is unknown to this code`);
    data = upcast(data);
  }
  return { type, at: metadata.effective, data } as AccountEvent;
}
