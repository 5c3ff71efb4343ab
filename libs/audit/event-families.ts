import { readCatalogEvent } from '#catalog';
import type { ClaimEventType } from '#claims';
import type { RecordedEvent } from '#event-store';
import { readIdentityEvent } from '#identity';
import { UnfollowedRouteError, UnquotedRouteError, readAccountEvent, type AccountEvent, type QuotedRoutes } from '#ledger';

/** A payment's claim; a notice's, where its facts name no payment. */
const PAYMENTS: readonly string[] = ['payment-', 'notice-'];

/** Which types stand in the streams of claims. A record over the union, so that a new event must be added here to compile. */
const CLAIM_STREAMS: Readonly<Record<ClaimEventType, readonly string[]>> = {
  PaymentUnmatched: PAYMENTS,
  PaymentAssigned: PAYMENTS,
  PaymentSeen: PAYMENTS,
  PaymentCredited: PAYMENTS,
  PaymentContradicted: PAYMENTS,
  CommandAccepted: ['command-'],
  CommandAnswered: ['command-'],
  ClaimCarriedOver: [...PAYMENTS, 'command-'],
};

/** Each throws for a type or version that this program does not know. */
const READERS: readonly (readonly [prefix: string, read: (event: RecordedEvent, quotes: QuotedRoutes | undefined) => unknown])[] = [
  ['account-', readAccountEvent],
  ['lease-', readAccountEvent],
  ['payment-', readClaimEvent],
  ['notice-', readClaimEvent],
  ['command-', readClaimEvent],
  ['customer-', readIdentityEvent],
  ['key-', readIdentityEvent],
  ['person-', readIdentityEvent],
  ['admin-', readIdentityEvent],
  ['address-', readIdentityEvent],
  ['installation', readIdentityEvent],
  ['provider-', readCatalogEvent],
  ['model-', readCatalogEvent],
  ['alias-', readCatalogEvent],
  ['name-', readCatalogEvent],
  ['price-import-', readCatalogEvent],
];

/** What an event says to this program, by what its stream has quoted: for streams of accounts the ledger's own event. `problem` where it says nothing. */
export type ReadEvent =
  { readonly problem: string; readonly isUnquoted?: true } | { readonly problem?: never; readonly account?: AccountEvent };

export function readEvent(event: RecordedEvent, quotes: QuotedRoutes | undefined): ReadEvent {
  const read = READERS.find(([prefix]) => event.stream.startsWith(prefix))?.[1];
  if (!read) return { problem: 'stands in a stream of a kind that this program does not know' };
  try {
    const value = read(event, quotes);
    return read === readAccountEvent ? { account: value as AccountEvent } : {};
  } catch (fault) {
    if (fault instanceof UnquotedRouteError) return { problem: fault.message, isUnquoted: true };
    if (fault instanceof UnfollowedRouteError) return { problem: fault.message };
    return {
      problem: `is of a type or version that does not belong here or is unknown to this program: ${event.type} ${event.metadata.version}`,
    };
  }
}

function readClaimEvent({ type, stream, metadata }: RecordedEvent): void {
  const streams = Object.hasOwn(CLAIM_STREAMS, type) ? CLAIM_STREAMS[type as ClaimEventType] : [];
  if (metadata.version !== 1 || !streams.some((prefix) => stream.startsWith(prefix))) throw new TypeError(`${type} is unknown`);
}
