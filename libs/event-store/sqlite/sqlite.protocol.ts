import type { WriterOptions } from './sqlite.open.js';

/**
 * What main thread and writer thread say to each other: one message for a whole batch, one reply. Each is one row of values, because
 * each object and each array in it costs the structured clone.
 */
export type PackedBatch = readonly (string | number | undefined)[];
export type PackedOutcomes = readonly number[];

/** A batch as the writer takes it. */
export interface BatchMessage {
  /** Where its appends' claims begin (see `Claims`). */
  readonly slot: number;
  readonly streams: readonly string[];
  /** Revision that the stream must be at; -1 for none. */
  readonly expected: readonly number[];
  /** Hash of the event that must stand there, where the append that is to write it was not answered when this one was sent. */
  readonly behind: readonly (string | undefined)[];
  readonly counts: readonly number[];
  readonly payloads: readonly string[];
  /** Hash of the last event of each. */
  readonly hashes: readonly string[];
}

export const APPENDED = 0;
export const DUPLICATE = 1;
export const CONFLICT = 2;
/** Main took it back before the transaction had begun. */
export const WITHDRAWN = 3;

/** Three numbers for each append: outcome, revision (of the last event; of the stream, for a conflict), position. */
export type BatchOutcomes = Float64Array<ArrayBuffer>;
export const NUMBERS_PER_OUTCOME = 3;

export interface BatchFault {
  /** True when the batch may stand in the file all the same. */
  readonly ambiguous: boolean;
  readonly message: string;
}

/**
 * Shared by both threads, one cell for each append in flight: whoever changes it from OPEN first has it. The writer takes all of a batch
 * once it has the lock of the file, so whoever waits for that lock can still be taken back.
 */
export type Claims = Int32Array<SharedArrayBuffer>;
export const CLAIM = { OPEN: 0, TAKEN: 1, WITHDRAWN: 2 } as const;
/** Cells behind those of the appends, counted from the end: set when the store closes; and while the writer waits for the lock. */
export const CLOSING_CELL = -1;
export const LOCK_CELL = -2;
export const FURTHER_CELLS = 2;

export interface WriterData extends WriterOptions {
  readonly claims: Claims;
}

/** What became of batches that were written together: outcomes in the order of their appends, or one fault for all. */
export type Written = { readonly outcomes: BatchOutcomes; readonly head: number } | { readonly fault: BatchFault };

export type ToWriter = PackedBatch | { readonly probe: true } | { readonly close: true };

export type FromWriter =
  | { readonly ready: true }
  | { readonly cannotOpen: string }
  | PackedOutcomes
  | { readonly batches: number; readonly fault: BatchFault }
  /** Why nothing can be written; null where it can. */
  | { readonly probed: string | null };
