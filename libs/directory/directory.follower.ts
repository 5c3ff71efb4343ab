import { LogFollower, type EventStore, type Position, type ReadAllPage, type RecordedEvent } from '#event-store';
import { DirectoryGapError, type Directory } from './directory.js';
import { DIRECTORY_FILTER, directoryPlace } from './directory.row.js';

export interface DirectoryFollowerOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'readStream'>;
  readonly directory: Directory;
  /** What `catchUpDirectory` has reached. */
  readonly after: Position;
  /** For the log: told once for each loss of the subscription, and once for each stream that cannot be folded. */
  readonly onTrouble: (trouble: string, cause: unknown) => void;
}

const TAIL_PAGE = 1_000;
/**
 * Tells a directory what other gateways have written, as it happens: keys, catalog, limits and revocations act everywhere within a
 * second. A subscription that ends, for whatever reason, is made again from where it got to. A stream that this program cannot
 * fold (a newer one has written it) stays as it was known; all others go on.
 */
export class DirectoryFollower {
  readonly #unreadable = new Set<string>();
  readonly #log: LogFollower;

  constructor(private readonly options: DirectoryFollowerOptions) {
    const { store, after, onTrouble } = options;
    this.#log = new LogFollower({
      store,
      after,
      filter: DIRECTORY_FILTER,
      take: (page) => this.#take(page),
      onLost: (fault) => onTrouble('The directory follows the log no more; it tries again until it does', fault),
    });
  }

  /** For how long what others have written may not be known here, in milliseconds. */
  get behindMs(): number {
    return this.#log.behindMs;
  }

  stop(): Promise<void> {
    return this.#log.stop();
  }

  async #take(page: ReadAllPage): Promise<void> {
    for (const event of page.events) await this.#apply(event);
  }

  async #apply(event: RecordedEvent): Promise<void> {
    const fault = this.#fold([event]);
    if (fault instanceof DirectoryGapError) await this.#readTail(event.stream);
    else this.#tellUnreadable(event.stream, fault);
  }

  /** A gap means that the stream is known less far than the log was read: what lies between is in the stream. */
  async #readTail(stream: string): Promise<void> {
    const place = directoryPlace(stream);
    if (!place) return;
    for (;;) {
      const from = this.options.directory.tip(place).revision + 1n;
      const page = await this.options.store.readStream(stream, { from, max: TAIL_PAGE });
      const fault = this.#fold(page);
      this.#tellUnreadable(stream, fault);
      if (fault !== undefined || page.length < TAIL_PAGE) return;
    }
  }

  #fold(events: readonly RecordedEvent[]): unknown {
    try {
      for (const event of events) this.options.directory.apply(event);
      return undefined;
    } catch (fault) {
      return fault;
    }
  }

  #tellUnreadable(stream: string, fault: unknown): void {
    if (fault === undefined || this.#unreadable.has(stream)) return;
    this.#unreadable.add(stream);
    this.options.onTrouble(`${stream} cannot be folded by this version: what is known of it stays as it is`, fault);
  }
}
