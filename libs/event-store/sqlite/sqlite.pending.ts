import type { Appended } from '../event-store.port.js';

/** An append from when it was asked for until somebody is told what became of it. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: number;
  readonly count: number;
  readonly payload: string;
  /** Of its last event. */
  readonly hash: string;
  /** Of the event that the append in front of it is to write. */
  readonly behind: string | undefined;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
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
  if (append.timer) clearTimeout(append.timer);
  how();
}
