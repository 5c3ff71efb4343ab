import type { WriterOptions } from './sqlite.open.js';

export interface BatcherOptions extends WriterOptions {
  /** Appends that may wait for the writer, default 20,000; beyond: `UnavailableError` at once. */
  readonly maxWaiting?: number;
  /** Characters of payload that may wait, default 64 Mi. */
  readonly maxWaitingChars?: number;
  /** Appends in one transaction, default 32: the event loop feels small portions of answers least; raise it where a sync takes 2 ms or more (ADR 0002). */
  readonly maxBatch?: number;
  /** Batches given to the writer at a time, default 8: what comes while it writes is there when it begins its next commit, which takes all of it. */
  readonly maxInFlight?: number;
}

export type BatcherLimits = Required<Omit<BatcherOptions, keyof WriterOptions>>;

export const DEFAULTS: BatcherLimits = { maxWaiting: 20_000, maxWaitingChars: 64 * 1024 * 1024, maxBatch: 32, maxInFlight: 8 };
