import { ConflictError, type EventStore } from '#event-store';
import { placeOf } from '#ledger';

/** What was asked of the streams of one kind. */
export interface StreamCounts {
  /** Appends that were answered, conflicts included. */
  readonly appends: number;
  readonly conflicts: number;
  /** Appends that failed in any other way. */
  readonly faults: number;
  readonly events: number;
  readonly reads: number;
  readonly eventsRead: number;
}

export interface StoreCounts {
  /** The accounts' own streams, where everybody meets. */
  readonly account: StreamCounts;
  /** The leases', where only their gateway writes. */
  readonly lease: StreamCounts;
  /** FundsLeased events. */
  readonly granted: number;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const nothing = (): Writable<StreamCounts> => ({ appends: 0, conflicts: 0, faults: 0, events: 0, reads: 0, eventsRead: 0 });

/** Stands between `Accounts` and its store and counts, so that the product need not. */
export class CountingStore {
  #account = nothing();
  #lease = nothing();
  #granted = 0;
  readonly store: EventStore;

  constructor(counted: EventStore) {
    this.store = {
      ...counted,
      close: () => counted.close(),
      append: async (stream, events, expected, settings) => {
        const counts = this.#of(stream);
        try {
          const appended = await counted.append(stream, events, expected, settings);
          counts.appends += 1;
          counts.events += events.length;
          this.#granted += events.filter(({ type }) => type === 'FundsLeased').length;
          return appended;
        } catch (fault) {
          if (fault instanceof ConflictError) {
            counts.appends += 1;
            counts.conflicts += 1;
          } else counts.faults += 1;
          throw fault;
        }
      },
      readStream: async (stream, settings) => {
        const events = await counted.readStream(stream, settings);
        const counts = this.#of(stream);
        counts.reads += 1;
        counts.eventsRead += events.length;
        return events;
      },
    };
  }

  /** Forgets what it has counted. */
  reset(): void {
    this.#account = nothing();
    this.#lease = nothing();
    this.#granted = 0;
  }

  counts(): StoreCounts {
    return { account: { ...this.#account }, lease: { ...this.#lease }, granted: this.#granted };
  }

  #of(stream: string): Writable<StreamCounts> {
    return placeOf(stream)?.lease === undefined ? this.#account : this.#lease;
  }
}
