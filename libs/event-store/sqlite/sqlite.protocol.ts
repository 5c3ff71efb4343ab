/**
 * What main thread and writer thread say to each other: one message for a whole batch, one reply. Columns instead of
 * objects, because each object costs the structured clone.
 */
export interface BatchMessage {
  readonly streams: readonly string[];
  /** Revision that the stream must be at; -1 for none. */
  readonly expected: readonly number[];
  readonly counts: readonly number[];
  readonly payloads: readonly string[];
}

export const APPENDED = 0;
export const DUPLICATE = 1;
export const CONFLICT = 2;

/** Three numbers for each append: outcome, revision (of the last event; of the stream, for a conflict), position. */
export type BatchOutcomes = Float64Array<ArrayBuffer>;
export const NUMBERS_PER_OUTCOME = 3;

export interface BatchFault {
  /** True when the batch may stand in the file all the same. */
  readonly ambiguous: boolean;
  readonly message: string;
}

export type ToWriter = { readonly batch: BatchMessage } | { readonly close: true };

export type FromWriter =
  | { readonly ready: true }
  | { readonly cannotOpen: string }
  | { readonly outcomes: BatchOutcomes; readonly head: number }
  | { readonly fault: BatchFault };
