import { AmbiguousError, UnavailableError } from '../errors.js';
import type { Appended } from '../event-store.port.js';
import type { PackedAppend } from './sqlite.packing.js';
import type { BatchFault } from './sqlite.protocol.js';

/** An append from when it was asked for until somebody is told what became of it. */
export interface PendingAppend extends PackedAppend {
  /** Of its last event. */
  readonly hash: string;
  /** Hash of the event that the append in front of it is to write. */
  readonly behind: string | undefined;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
  /** It may be withdrawn after so long, which is up at `untilMs` of `performance.now()`; Infinity: never. */
  readonly withdrawMs: number;
  untilMs: number;
  state: 'waiting' | 'in flight' | 'settled';
  /** Its cell among the claims, while it is in flight. */
  cell: number;
}

/** What one message has given to the writer. */
export interface Batch {
  readonly appends: readonly PendingAppend[];
  readonly postedMs: number;
}

/** Once. */
export function settle(append: PendingAppend, how: () => void): void {
  if (append.state === 'settled') return;
  append.state = 'settled';
  how();
}

export const faultOf = ({ ambiguous, message }: BatchFault): Error =>
  ambiguous
    ? new AmbiguousError(`The events may not have been written: ${message}`)
    : new UnavailableError(`The events cannot be written: ${message}`);
