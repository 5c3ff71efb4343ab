import type { StoredSnapshot } from '#accounts';
import {
  ACCOUNT_EVENT_TYPES,
  SNAPSHOT_VERSION,
  evolve,
  freezeAccount,
  nextExpiry,
  placeOf,
  readAccountEvent,
  thawAccount,
  type Account,
  type AccountEventType,
  type AccountSnapshot,
} from '#ledger';
import type { JsonObject } from '#event-store';
import { projection, type EventOf } from '#projecting';

/** A snapshot, and what a gateway looks accounts up by: when something expires, open holds, months that should be closed. */
export type AccountRow = Omit<StoredSnapshot, 'snapshot'> & {
  /** Null where it has grown too large for a row: the account is read from its stream then. */
  readonly snapshot: AccountSnapshot | null;
  readonly account: string;
  readonly time_zone: string;
  readonly period: string;
  readonly status: string;
  /** Absent where there is none, so that the index holds only accounts with holds. */
  readonly open_holds?: number;
  /** Leases that are not settled. Absent where there is none. */
  readonly open_leases?: number;
  readonly next_expiry?: string;
};

interface Known {
  readonly account: Account;
  readonly stream: string;
  readonly revision: bigint;
  readonly hash: string;
}

/** An account without a snapshot that has left memory. Its row stays as it is until the next period says all anew. */
interface Unknown {
  readonly row: AccountRow;
}

type Folded = Known | Unknown;

/** Characters of a snapshot that is kept, all of them ASCII. MongoDB takes documents of 16 MiB, and what it refuses holds up every projection. */
const MAX_SNAPSHOT_TEXT = 12_000_000;
/** What so few lots, holds and claims come to needs no measuring. */
const FEW = 100;

/**
 * Snapshots from which accounts are loaded. Only a cache: a reader goes on from the snapshot's own revision, so that rows may be
 * late, and a stream that cannot be read any further leaves a snapshot that is still true.
 */
export const accounts = projection<AccountRow, Record<AccountEventType, JsonObject>, Folded>({
  name: 'accounts',
  version: SNAPSHOT_VERSION,
  poison: 'park',
  lazy: true,
  indexes: {
    by_open_holds: ['open_holds'],
    by_open_leases: ['open_leases'],
    by_next_expiry: ['next_expiry'],
    by_period: ['status', 'period'],
  },
  keys: ({ stream }) => {
    const place = placeOf(stream);
    return place?.lease === undefined ? place?.account : undefined; // a lease is folded by the gateway that holds it
  },
  on: Object.fromEntries(ACCOUNT_EVENT_TYPES.map((type) => [type, fold])),
  form: {
    read: (row) => {
      const { snapshot, stream, revision, hash } = row;
      return snapshot ? { account: thawAccount(snapshot), stream, revision: BigInt(revision), hash } : { row };
    },
    write: (state) => ('row' in state ? state.row : rowOf(state)),
  },
});

function rowOf({ account, stream, revision, hash }: Known): AccountRow {
  const expiry = nextExpiry(account);
  const snapshot = keptSnapshot(account);
  // Nobody follows the holds of an account without a snapshot once it has left memory: whoever looks for open ones has to look there.
  const openHolds = snapshot ? account.holds.size : Math.max(1, account.holds.size);
  return {
    version: SNAPSHOT_VERSION,
    stream,
    revision: String(revision),
    hash,
    snapshot,
    account: account.id,
    time_zone: account.timeZone,
    period: account.period,
    status: account.status,
    ...(openHolds > 0 && { open_holds: openHolds }),
    ...(account.leases.size > 0 && { open_leases: account.leases.size }),
    ...(expiry !== undefined && { next_expiry: expiry }),
  };
}

function keptSnapshot(account: Account): AccountSnapshot | null {
  const { lots, holds, quotes, claims, adjustments, leases } = account;
  const snapshot = freezeAccount(account);
  if (lots.length + holds.size + quotes.size + claims.size + adjustments.size + leases.size <= FEW) return snapshot;
  return JSON.stringify(snapshot).length <= MAX_SNAPSHOT_TEXT ? snapshot : null;
}

function fold(before: Folded | undefined, event: EventOf<JsonObject>): Folded {
  if (before && 'row' in before && event.type !== 'PeriodOpened') return before;
  const account = evolve(before && 'account' in before ? before.account : undefined, readAccountEvent(event));
  return { account, stream: event.stream, revision: event.revision, hash: event.metadata.hash };
}
