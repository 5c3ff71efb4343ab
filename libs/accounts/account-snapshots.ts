import type { Position, StreamTip } from '#event-store';
import { SNAPSHOT_VERSION, freezeAccount, type Account, type AccountSnapshot } from '#ledger';

/** A cached fold of an account, and where in its streams it stands. Deleting it changes no answer, only the time to load. */
export interface StoredSnapshot {
  /** SNAPSHOT_VERSION of the code that made it; others are ignored. */
  readonly version: number;
  readonly stream: string;
  readonly revision: string;
  /** Of the event at the revision: a snapshot of another log is ignored, too. */
  readonly hash: string;
  readonly snapshot: AccountSnapshot;
}

/** Where snapshots come from, and where the one who has the account's state leaves them: beside the read models in production, a map in tests. */
export interface AccountSnapshots {
  find(account: string): Promise<StoredSnapshot | undefined>;
  /** `position`: of the durable event that it stands at. It is a cache: keeping one neither throws nor is waited for. Absent: nobody keeps any. */
  keep?(account: string, snapshot: StoredSnapshot, position: Position): void;
}

/** Events between two snapshots of an account, and so the most that has to be read behind one, but for large accounts. */
export const KEEP_EVERY = 1_000;

/** Making one costs what the account holds: a large one is made less often, so that an event never bears more than its part. */
export function isWorthKeeping(state: Account, events: bigint): boolean {
  if (events < KEEP_EVERY) return false;
  const { lots, holds, quotes, claims, adjustments, leases } = state;
  return events >= KEEP_EVERY + lots.length + holds.size + quotes.size + claims.size + adjustments.size + leases.size;
}

/** What a snapshot is made of: an account, and where it stands. */
export interface Standing {
  readonly state: Account | undefined;
  readonly stream: string;
  readonly tip: StreamTip;
}

/** Undefined for what has not been opened. */
export function snapshotOf({ state, stream, tip: { revision, hash } }: Standing): StoredSnapshot | undefined {
  if (!state || hash === null) return undefined;
  return { version: SNAPSHOT_VERSION, stream, revision: String(revision), hash, snapshot: freezeAccount(state) };
}

/** What identity knows of an account, enough to open its books. */
export interface RegisteredAccount {
  readonly customer: string;
  readonly currency: import('#money').Currency;
  readonly timeZone: string;
  /** No stream of the account is older. */
  readonly registeredAt: string;
}
