import type { EventStore } from '#event-store';
import { readAccountEvent, type AccountEvent } from '#ledger';

/** What a closed period says of one claim, and which period goes on from it. */
export interface Closing {
  readonly lists: boolean;
  readonly next: string;
}

/**
 * A closed period ends with PeriodClosed, which lists its claims; those that did not fit stand in the ClaimsListed events right before. Undefined
 * for a period that is open, or whose closing was broken off. One event at a time is read: each may have hundreds of kilobytes.
 */
export async function readClosing(store: EventStore, stream: string, claim: string): Promise<Closing | undefined> {
  const [last] = await store.readStream(stream, { direction: 'backwards', max: 1 });
  if (!last) return undefined;
  const closed = last.type === 'PeriodClosed' ? readAccountEvent(last) : undefined;
  if (closed?.type !== 'PeriodClosed') return undefined;
  const { next, claims, counts } = closed.data;
  let lists = claims.includes(claim);
  for (let back = 1n; !lists && back <= BigInt(counts['ClaimsListed'] ?? 0); back += 1n) {
    const [before] = await store.readStream(stream, { from: last.revision - back, max: 1 });
    lists = before !== undefined && isListed(claim, readAccountEvent(before));
  }
  return { lists, next };
}

const isListed = (claim: string, { type, data }: AccountEvent): boolean => type === 'ClaimsListed' && data.claims.includes(claim);
