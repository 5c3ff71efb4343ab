/** Faults of a store, each with a stable code. */
export abstract class EventStoreError extends Error {
  abstract readonly code: string;
}

/** The stream is not at the expected revision. `actual` only where the engine tells it reliably. */
export class ConflictError extends EventStoreError {
  readonly code = 'CONFLICT';
  constructor(
    readonly stream: string,
    readonly expected: bigint | 'no_stream',
    readonly actual?: bigint | 'no_stream',
  ) {
    super(`Stream ${stream} is not at ${expected}${actual === undefined ? '' : ` but at ${actual}`}`);
  }
}

/** The append may or may not have been written: retry the same events at the same revision. */
export class AmbiguousError extends EventStoreError {
  readonly code = 'AMBIGUOUS';
}

/** Nothing was written, and nothing can be at the moment (disk full, read-only, store down, closed). */
export class UnavailableError extends EventStoreError {
  readonly code = 'UNAVAILABLE';
}

/** Its time was up before it was begun: it was taken back, nothing was written of it, and nothing ever will be. */
export class WithdrawnError extends UnavailableError {}

/** The stream takes no more events, ever. */
export class StreamClosedError extends EventStoreError {
  readonly code = 'STREAM_CLOSED';
}

export class AppendTooLargeError extends EventStoreError {
  readonly code = 'APPEND_TOO_LARGE';
}

/** What is recorded cannot be read back as an event. `verify` names everything that is damaged. */
export class DamagedError extends EventStoreError {
  readonly code = 'DAMAGED';
}
