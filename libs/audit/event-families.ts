import { readCatalogEvent } from '#catalog';
import type { ClaimEventType } from '#claims';
import type { RecordedEvent } from '#event-store';
import { readIdentityEvent } from '#identity';
import { readAccountEvent, type AccountEvent } from '#ledger';

/** Which types stand in the streams of claims. A record over the union, so that a new event must be added here to compile. */
const CLAIM_STREAMS: Readonly<Record<ClaimEventType, readonly string[]>> = {
  PaymentSeen: ['payment-'],
  PaymentCredited: ['payment-'],
  PaymentContradicted: ['payment-'],
  CommandAccepted: ['command-'],
  CommandAnswered: ['command-'],
  ClaimCarriedOver: ['payment-', 'command-'],
};

/** Each throws for a type or version that this program does not know. */
const READERS: readonly (readonly [prefix: string, read: (event: RecordedEvent) => unknown])[] = [
  ['account-', readAccountEvent],
  ['lease-', readAccountEvent],
  ['payment-', readClaimEvent],
  ['command-', readClaimEvent],
  ['customer-', readIdentityEvent],
  ['key-', readIdentityEvent],
  ['admin-', readIdentityEvent],
  ['installation', readIdentityEvent],
  ['provider-', readCatalogEvent],
  ['model-', readCatalogEvent],
  ['alias-', readCatalogEvent],
  ['name-', readCatalogEvent],
  ['price-import-', readCatalogEvent],
];

/** What an event says to this program: for streams of accounts the ledger's own event. `problem` where it says nothing. */
export type ReadEvent = { readonly problem: string } | { readonly problem?: never; readonly account?: AccountEvent };

export function readEvent(event: RecordedEvent): ReadEvent {
  const read = READERS.find(([prefix]) => event.stream.startsWith(prefix))?.[1];
  if (!read) return { problem: 'stands in a stream of a kind that this program does not know' };
  try {
    const value = read(event);
    return read === readAccountEvent ? { account: value as AccountEvent } : {};
  } catch {
    return {
      problem: `is of a type or version that does not belong here or is unknown to this program: ${event.type} ${event.metadata.version}`,
    };
  }
}

function readClaimEvent({ type, stream, metadata }: RecordedEvent): void {
  const streams = Object.hasOwn(CLAIM_STREAMS, type) ? CLAIM_STREAMS[type as ClaimEventType] : [];
  if (metadata.version !== 1 || !streams.some((prefix) => stream.startsWith(prefix))) throw new TypeError(`${type} is unknown`);
}
