import type { EventStore } from '#event-store';
import type { AccountSnapshots, RegisteredAccount } from './account-snapshots.js';
import type { PlacedEvent } from './account.batch.js';
import type { AccountLoader } from './account.loader.js';

/** What one gateway knows of the others. */
export interface Peers {
  /** True while others may be serving too: only then is a lease worth its events. */
  others(): boolean;
  /** True of a life that has not been heard of for long enough to take its holds and leases back. */
  isDead(life: string): boolean;
}

export interface SharedAccountOptions {
  readonly id: string;
  readonly registered: RegisteredAccount;
  readonly store: EventStore;
  readonly loader: AccountLoader;
  readonly snapshots?: AccountSnapshots;
  readonly life: string;
  readonly now: () => string;
  readonly mayClose?: () => boolean;
  readonly peers: Peers;
  /** Told what was written for a gateway that is gone. What the account's own commands write is told by who asked. */
  readonly observe?: (events: readonly PlacedEvent[]) => void;
}
