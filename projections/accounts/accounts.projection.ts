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
} from '#ledger';
import type { JsonObject } from '#event-store';
import { projection, type EventOf } from '#read-model';

/** A snapshot, and what a gateway looks accounts up by: when something expires, open holds, months that should be closed. */
export type AccountRow = StoredSnapshot & {
  readonly account: string;
  readonly period: string;
  readonly status: string;
  /** Absent where there is none, so that the index holds only accounts with holds. */
  readonly open_holds?: number;
  /** Leases that are not settled. Absent where there is none. */
  readonly open_leases?: number;
  readonly next_expiry?: string;
};

interface Folded {
  readonly account: Account;
  readonly stream: string;
  readonly revision: bigint;
  readonly hash: string;
}

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
    read: ({ snapshot, stream, revision, hash }) => ({ account: thawAccount(snapshot), stream, revision: BigInt(revision), hash }),
    write: ({ account, stream, revision, hash }) => {
      const expiry = nextExpiry(account);
      return {
        version: SNAPSHOT_VERSION,
        stream,
        revision: String(revision),
        hash,
        snapshot: freezeAccount(account),
        account: account.id,
        period: account.period,
        status: account.status,
        ...(account.holds.size > 0 && { open_holds: account.holds.size }),
        ...(account.leases.size > 0 && { open_leases: account.leases.size }),
        ...(expiry !== undefined && { next_expiry: expiry }),
      };
    },
  },
});

function fold(before: Folded | undefined, event: EventOf<JsonObject>): Folded {
  const account = evolve(before?.account, readAccountEvent(event));
  return { account, stream: event.stream, revision: event.revision, hash: event.metadata.hash };
}
