import type { EventStore, Position } from '#event-store';
import { appendSurely } from './account.appends.js';
import type { AccountBatch } from './account.batch.js';

/** Where the last event of an append stands, 0n where there is none; or what it met. */
export type Landing = { readonly position: Position; readonly fault?: never } | { readonly fault: unknown; readonly position?: never };

/** A batch whose append is under way, or whose answers wait for those before it. */
export interface Flight {
  readonly batch: AccountBatch;
  readonly sentMs: number;
  /** Never rejects. */
  readonly landing: Promise<Landing>;
  /** Its commands have been told, or are queued again. */
  told: Promise<void>;
}

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
