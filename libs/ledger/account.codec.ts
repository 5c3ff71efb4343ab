import type { AccountEvent, AccountEventType } from './account/account.events.js';
import { expand, routeNamed, type Quotes } from './routes/compact.js';
import { lazily } from './routes/lazily.js';

/** What a store holds of an event, as far as the ledger needs it. */
export interface StoredAccountEvent {
  readonly type: string;
  readonly data: unknown;
  /** Actor and cause are asked of what names a quote. */
  readonly metadata: { readonly effective: string; readonly version: number; readonly actor?: string; readonly cause?: string };
}

/** Every type of the account's streams with the version that is written. A record over the union, so that a new event must be added here to compile. */
const VERSIONS: Readonly<Record<AccountEventType, number>> = {
  AccountOpened: 1,
  PeriodOpened: 1,
  PeriodCarried: 1,
  RouteQuoted: 1,
  RequestRouted: 2,
  TokensMetered: 2,
  RequestFailed: 1,
  RequestAbandoned: 1,
  PaymentReceived: 1,
  CreditGranted: 1,
  CreditExpired: 1,
  BalanceAdjusted: 1,
  FundsLeased: 1,
  FundsRecalled: 1,
  LeaseSettled: 1,
  LeaseOpened: 1,
  LeaseSealed: 1,
  ClaimsListed: 1,
  PeriodClosed: 1,
};

const asItIs = (data: unknown): unknown => data;

/** Lifts the data of one version to the next: `UPCASTERS.TokensMetered[1]` takes version 1 to version 2. */
const UPCASTERS: { readonly [type in AccountEventType]?: { readonly [version: number]: (data: unknown) => unknown } } = {
  RequestRouted: { 1: asItIs }, // whose limit it was is unknown
  TokensMetered: { 1: asItIs }, // the rule of its charge is another; what it says is told alike
};

export const ACCOUNT_EVENT_TYPES = Object.keys(VERSIONS) as readonly AccountEventType[];

export const isAccountEventType = (type: string): type is AccountEventType => Object.hasOwn(VERSIONS, type);

/** The version in which events of a type are written. */
export const versionOf = (type: AccountEventType): number => VERSIONS[type];

export class UnreadableEventError extends Error {
  readonly code = 'UNREADABLE_EVENT';
}

/** Names a quote that its reader does not have: it is not in its stream, or could not be read. */
export class UnquotedRouteError extends UnreadableEventError {}

/** Says what cannot be by the quote that it names. */
export class UnfollowedRouteError extends UnreadableEventError {}

const UNQUOTED: Quotes = { get: () => undefined };

/**
 * Reads a stored event in the current shape, and in full: what names a quote of its stream as if it repeated it. Throws `UNREADABLE_EVENT` for a
 * type or version that this code does not know, and for what does not follow from its quote, or has none.
 */
export function readAccountEvent(stored: StoredAccountEvent, quotes: Quotes = UNQUOTED): AccountEvent {
  return read(stored, quotes, expand);
}

/** The same for whoever asks for few members of it: see `lazily`. */
export function readAccountEventLazily(stored: StoredAccountEvent, quotes: Quotes): AccountEvent {
  return read(stored, quotes, lazily);
}

function read(stored: StoredAccountEvent, quotes: Quotes, say: typeof expand): AccountEvent {
  const { type, metadata } = stored;
  if (!isAccountEventType(type)) throw new UnreadableEventError(`${type} is not an event of an account`);
  let data = stored.data;
  for (let version = metadata.version; version !== VERSIONS[type]; version += 1) {
    const upcast = UPCASTERS[type]?.[version];
    if (!upcast) throw new UnreadableEventError(`${type} version ${metadata.version} is unknown to this code`);
    data = upcast(data);
  }
  const route = metadata.version === VERSIONS[type] ? routeNamed(type, data) : undefined;
  if (route !== undefined) data = said(stored, route, quotes, say);
  return { type, at: metadata.effective, data } as AccountEvent;
}

/** An event of a request in the compact shape, and the quote that it has to name. */
function said({ type, data, metadata }: StoredAccountEvent, route: number, quotes: Quotes, say: typeof expand): object {
  const quote = quotes.get(route);
  if (!quote) throw new UnquotedRouteError(`names route ${route}, which is not quoted before it in its stream`);
  const { actor = '', cause = '', effective: at } = metadata;
  try {
    return say(type, data, quote, { actor, cause, at });
  } catch (fault) {
    throw new UnfollowedRouteError(`does not follow from route ${route}: ${(fault as Error).message}`);
  }
}
