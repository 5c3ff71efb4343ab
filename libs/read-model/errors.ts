/** Faults of a read model, each with a stable code. */
export abstract class ReadModelError extends Error {
  abstract readonly code: string;
}

/** A cursor that no page of this query gave. */
export class UnknownCursorError extends ReadModelError {
  readonly code = 'CURSOR_UNKNOWN';
  constructor() {
    super('This cursor belongs to no page of this list');
  }
}

/** The same version with other indexes: a change of the program without a new version. */
export class CollectionChangedError extends ReadModelError {
  readonly code = 'COLLECTION_CHANGED';
  constructor(collection: string) {
    super(`${collection} is stored with other indexes: give the projection a new version`);
  }
}

/** The store cannot be opened, read or written (disk full, read-only, not ours, not there). */
export class ReadModelUnavailableError extends ReadModelError {
  readonly code: 'READ_MODEL_UNAVAILABLE' | 'READ_MODEL_DAMAGED' = 'READ_MODEL_UNAVAILABLE';
}

/** The file is not what was written into it. The next start sets it aside, and it is built anew from the events. */
export class ReadModelDamagedError extends ReadModelUnavailableError {
  override readonly code = 'READ_MODEL_DAMAGED';
}

/** Whether the rows can be read at all. Told by the code, which a fault keeps on its way from another thread. */
export function isReadModelAway(fault: unknown): boolean {
  const { code } = fault as { readonly code?: unknown };
  return code === 'READ_MODEL_UNAVAILABLE' || code === 'READ_MODEL_DAMAGED';
}

/** Another writer has taken over: what this one still has in hand is not stored. */
export class FencedError extends ReadModelError {
  readonly code = 'FENCED';
  constructor(what: string) {
    super(`${what} is written by a newer holder of the lease: this one has to stop`);
  }
}
