import type { Appended } from '../event-store.port.js';
import type { BatchMessage } from './sqlite.protocol.js';

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

/** What the writer is given of them; `slot`: where their claims begin. */
export function messageOf(appends: readonly PendingAppend[], slot: number): BatchMessage {
  return {
    slot,
    streams: appends.map(({ stream }) => stream),
    expected: appends.map(({ expected }) => expected),
    behind: appends.map(({ behind }) => behind),
    counts: appends.map(({ count }) => count),
    payloads: appends.map(({ payload }) => payload),
    hashes: appends.map(({ hash }) => hash),
  };
}
