import { MAX_EVENTS_PER_APPEND, seal, type Appended, type EventStore, type Position, type SealedEvent } from '#event-store';
import { evolve, type AccountEvent } from '#ledger';
import { APPENDS, surelyAppend, type Deadlines, type StreamAppend } from '#streams';
import { BATCH_BYTES, asDecided, bytesOf, systemOrigin, allUnsealed, type AccountBatch } from './account.batch.js';
import type { KeepSnapshot } from './account.book.js';
import type { LoadedAccount } from './account.loader.js';

/** Throws what was not surely appended: `CONFLICT`, `AMBIGUOUS`. */
export async function appendSurely(store: EventStore, append: StreamAppend, deadlines?: Deadlines): Promise<Appended> {
  const done = await surelyAppend(store, append, APPENDS.account, deadlines);
  if (done.outcome !== 'appended') throw done.fault;
  return done.appended;
}

/** Writes system events in order, split where one append would grow too large, and applies them. Where the last one stands; 0n for none. */
export async function writeEvents(
  store: EventStore,
  loaded: LoadedAccount,
  events: readonly AccountEvent[],
  { cause, recorded }: { readonly cause: string; readonly recorded: string },
): Promise<Position> {
  const { events: sealed } = seal(loaded.stream, loaded.tip, allUnsealed(asDecided(events), systemOrigin(cause), recorded));
  let written: Position = 0n;
  let from = 0;
  while (from < sealed.length) {
    const to = endOfAppend(sealed, from);
    const part = sealed.slice(from, to);
    const { position, revision } = await appendSurely(store, { stream: loaded.stream, behind: loaded.tip.revision, events: part });
    written = position;
    for (const event of events.slice(from, to)) loaded.state = evolve(loaded.state, event);
    loaded.tip = { revision, hash: (part.at(-1) as SealedEvent).hash };
    from = to;
  }
  return written;
}

/** Index behind the last event that fits into one append with those from `from` on; at least one does. */
function endOfAppend(sealed: readonly SealedEvent[], from: number): number {
  let to = from;
  let bytes = 0;
  while (to < sealed.length && to - from < MAX_EVENTS_PER_APPEND) {
    bytes += bytesOf(sealed[to] as SealedEvent);
    if (to > from && bytes > BATCH_BYTES) break;
    to += 1;
  }
  return to;
}

/** Where the last event of an append stands, 0n where there is none; or what it met. */
export type Landing = { readonly position: Position; readonly fault?: never } | { readonly fault: unknown; readonly position?: never };

/** A batch whose append is under way, or whose answers wait for those before it. */
export interface Flight {
  readonly batch: AccountBatch;
  readonly sentMs: number;
  /** Where a snapshot is due of what it leaves. */
  readonly keep: KeepSnapshot | undefined;
  /** Never rejects. */
  readonly landing: Promise<Landing>;
  /** Its commands have been told, or are queued again. */
  told: Promise<void>;
}

/** Appends under way where the engine pipelines: one that is being synced, and the next. More would only be smaller. */
export const MOST_FLIGHTS = 2;
/** Commands that are worth an append of their own while another is under way, at least. */
export const LEAST_WORTH = 16;

/** Whether what is sent next stands behind an append that has not been answered. */
export const isBehind = (flights: readonly Flight[]): boolean => flights.some(({ batch }) => batch.sealed.length > 0);

/** How many commands the next append is worth: with fewer, each would bear more of what an append costs (ADR 0036). */
export const worthSending = (flights: readonly Flight[], least: number): number =>
  flights.length === 0 ? 0 : Math.max(least, flights.at(-1)?.batch.pending.length ?? 0);

/** Sends the batch's events, if it has any. */
export async function landingOf(store: EventStore, batch: AccountBatch, behind: boolean): Promise<Landing> {
  const { stream, sealed, before, deadlines } = batch;
  if (sealed.length === 0) return { position: 0n };
  const unanswered = behind ? (before.hash ?? undefined) : undefined;
  try {
    return await appendSurely(store, { stream, behind: before.revision, unanswered, events: sealed }, deadlines);
  } catch (fault) {
    return { fault };
  }
}
