import type { AccountSnapshot } from '#ledger';

/** A cached fold of an account, and where in its streams it stands. Deleting it changes no answer, only the time to load. */
export interface StoredSnapshot {
  /** SNAPSHOT_VERSION of the code that made it; others are ignored. */
  readonly version: number;
  readonly stream: string;
  readonly revision: string;
  readonly hash: string;
  readonly snapshot: AccountSnapshot;
}

/** Where snapshots come from: the projection `accounts` in production, a map in tests. */
export interface AccountSnapshots {
  find(account: string): Promise<StoredSnapshot | undefined>;
}

/** What identity knows of an account, enough to open its books. */
export interface RegisteredAccount {
  readonly customer: string;
  readonly currency: import('#money').Currency;
  readonly timeZone: string;
  /** No stream of the account is older. */
  readonly registeredAt: string;
}
