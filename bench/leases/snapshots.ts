import type { AccountSnapshots, StoredSnapshot } from '#accounts';
import { LogFollower, type EventStore, type RecordedEvent } from '#event-store';
import { SNAPSHOT_VERSION, evolve, freezeAccount, readAccountEvent, type Account } from '#ledger';

/** A projector and its read models are about this far behind. */
const EVERY_MS = 100;

/**
 * Stands in for the projection `accounts`: folds the account's own stream and publishes snapshots of it, so that a gateway that lost
 * a race reads a short tail, as in production, and not the month.
 */
export class Snapshots implements AccountSnapshots {
  readonly #follower: LogFollower;
  readonly #publishing: NodeJS.Timeout;
  #account: Account | undefined;
  #last: RecordedEvent | undefined;
  #published: StoredSnapshot | undefined;

  constructor(store: EventStore, account: string, publish: (snapshot: StoredSnapshot) => void) {
    this.#follower = new LogFollower({
      store,
      after: 0n,
      filter: { streamPrefixes: [`account-${account}-`] },
      take: ({ events }) => events.forEach((event) => this.#fold(event)),
      onLost: (fault) => console.error(fault),
    });
    this.#publishing = setInterval(() => {
      const before = this.#published?.revision;
      const snapshot = this.#freeze();
      if (snapshot !== undefined && snapshot.revision !== before) publish(snapshot);
    }, EVERY_MS);
  }

  async find(): Promise<StoredSnapshot | undefined> {
    return this.#freeze();
  }

  async stop(): Promise<void> {
    clearInterval(this.#publishing);
    await this.#follower.stop();
  }

  #fold(event: RecordedEvent): void {
    this.#account = evolve(this.#account, readAccountEvent(event, this.#account?.quotes));
    this.#last = event;
  }

  #freeze(): StoredSnapshot | undefined {
    if (this.#account === undefined || this.#last === undefined) return undefined;
    const { stream, revision, metadata } = this.#last;
    if (this.#published?.revision !== String(revision)) {
      const snapshot = freezeAccount(this.#account);
      this.#published = { version: SNAPSHOT_VERSION, stream, revision: String(revision), hash: metadata.hash, snapshot };
    }
    return this.#published;
  }
}
