import { randomUUID } from 'node:crypto';
import { ConflictError, UnavailableError } from '../errors.js';
import type { EventStore, ReadAllOptions, ReadAllPage, Subscription } from '../event-store.port.js';
import { follow } from '../subscription.js';
import { Wakeup } from '../wakeup.js';
import { Appender } from './eventstoredb.appender.js';
import { jittered, MAX_BACKOFF_MS, MIN_BACKOFF_MS } from './eventstoredb.backoff.js';
import { Bell } from './eventstoredb.bell.js';
import { Connection } from './eventstoredb.connection.js';
import { OwnStreams } from './eventstoredb.own-streams.js';
import { Reader } from './eventstoredb.reader.js';
import { StreamCheck } from './eventstoredb.stream-check.js';

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`. */
  readonly url: string;
  /** Before the name of each stream on the server, default none: two stores with prefixes of their own meet nothing of each other. */
  readonly prefix?: string;
  /** An append that is not answered by then is ambiguous, default 5,000; an append may bring its own. */
  readonly appendTimeoutMs?: number;
  /** A read that is not answered by then fails, default 30,000. */
  readonly readTimeoutMs?: number;
  /** What goes wrong without anybody being told by an error, for the log. Holds no secret. */
  readonly onTrouble?: (message: string) => void;
}

export interface EventStoreDbStore extends EventStore {
  /** Asks the server for a sign of life. Throws `UnavailableError`. */
  ping(timeoutMs?: number): Promise<void>;
}

const PING_TIMEOUT_MS = 2_000;
const PROBE_TIMEOUT_MS = 900;
/** Never written: whoever appends to it expects what never stands there. */
const PROBE_STREAM = 'tokenok-probe';

/**
 * Events in EventStoreDB. Throws `UnavailableError` where the server cannot be reached, is too old, or does not let this user read
 * `$all`. The server belongs to us alone, or what begins with the prefix does.
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbStore> {
  const store = new EventStoreDb(options);
  try {
    await store.assertUsable();
    return store;
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/** Appends and reads have a connection each: a long read must not hold up the answer to an append, nor the failure of one lose the other. */
class EventStoreDb implements EventStoreDbStore {
  readonly gapless = false;
  readonly certain = false;
  readonly #own: OwnStreams;
  readonly #appends: Connection;
  readonly #reads: Connection;
  readonly #appender: Appender;
  readonly #reader: Reader;
  readonly #bell: Bell;
  readonly #subscriptions = new Set<Subscription>();
  readonly #timeoutMs: number;
  readonly #trouble: (message: string) => void;
  #closing: Promise<void> | undefined;

  constructor({ url, prefix = '', appendTimeoutMs = 5_000, readTimeoutMs = 30_000, onTrouble }: EventStoreDbOptions) {
    this.#own = new OwnStreams(prefix);
    this.#appends = new Connection(url);
    this.#reads = new Connection(url);
    this.#timeoutMs = appendTimeoutMs;
    this.#trouble = onTrouble ?? (() => undefined);
    this.#reader = new Reader(this.#reads, this.#own, readTimeoutMs);
    this.#bell = new Bell(this.#reads, this.#own.all, this.#trouble);
    this.#appender = new Appender({
      connection: this.#appends,
      check: new StreamCheck(this.#reads, this.#own, readTimeoutMs),
      own: this.#own,
      positionOf: (stream, revision) => this.#reader.positionOf(stream, revision),
    });
  }

  /** Reads `$all` once: that takes rights which reading a stream does not. */
  async assertUsable(): Promise<void> {
    const methods = await this.#reads.ping(PING_TIMEOUT_MS);
    const names = methods.getMethodsList().map((method) => method.getMethodName().toLowerCase());
    if (!names.includes('batchappend')) throw new UnavailableError('EventStoreDB is too old: it takes version 22.10 or later');
    await this.#reader.head();
  }

  append: EventStore['append'] = async (stream, events, expected, settings) => {
    this.#assertOpen();
    const appended = await this.#appender.append(stream, events, expected, { timeoutMs: this.#timeoutMs, ...settings });
    this.#bell.ring();
    return appended;
  };

  /** The leader takes this append, looks, and refuses it: so far everything goes its way but the write itself. */
  async probe(): Promise<void> {
    this.#assertOpen();
    const event = { id: randomUUID(), type: 'Probed', data: '{}', metadata: '{}', hash: '' };
    try {
      await this.#appender.append(PROBE_STREAM, [event], 0n, { timeoutMs: PROBE_TIMEOUT_MS });
    } catch (cause) {
      if (cause instanceof ConflictError) return;
      throw cause instanceof UnavailableError ? cause : new UnavailableError('EventStoreDB does not answer an append', { cause });
    }
  }

  readStream: EventStore['readStream'] = async (stream, settings) => {
    this.#assertOpen();
    return this.#reader.readStream(stream, settings);
  };

  readAll: EventStore['readAll'] = async (settings) => {
    this.#assertOpen();
    return this.#reader.readAll(settings);
  };

  eventAt: EventStore['eventAt'] = async (position) => {
    this.#assertOpen();
    return this.#reader.eventAt(position);
  };

  scan: EventStore['scan'] = (settings) => {
    this.#assertOpen();
    return this.#reader.scan(settings);
  };

  head: EventStore['head'] = async () => {
    this.#assertOpen();
    return this.#reader.head();
  };

  subscribe: EventStore['subscribe'] = (settings, handler) => {
    this.#assertOpen();
    const woken = new Wakeup();
    const quit = { now: false };
    const source = {
      readAll: (read: ReadAllOptions) => this.#readPatiently(read, quit, woken),
      changed: () => this.#bell.next(),
    };
    const followed = follow(source, settings, handler);
    const subscription = {
      ended: followed.ended,
      stop: () => {
        quit.now = true;
        woken.wake();
        return followed.stop();
      },
    };
    this.#subscriptions.add(subscription);
    const forget = (): void => void this.#subscriptions.delete(subscription);
    followed.ended.then(forget, forget);
    return subscription;
  };

  async ping(timeoutMs = PING_TIMEOUT_MS): Promise<void> {
    this.#assertOpen();
    await this.#appends.ping(timeoutMs);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#appender.close();
    await Promise.allSettled([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#bell.close();
    await Promise.all([this.#appends.close(), this.#reads.close()]);
  }

  /** A follower outlives the server's absence: it reads again from the same place. What it cannot get over ends it. */
  async #readPatiently(read: ReadAllOptions, quit: { readonly now: boolean }, woken: Wakeup): Promise<ReadAllPage> {
    for (let backoffMs = MIN_BACKOFF_MS; !quit.now; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      const waken = woken.next();
      try {
        return await this.#reader.readAll(read);
      } catch (fault) {
        if (!(fault instanceof UnavailableError)) throw fault;
        if (!quit.now) this.#trouble(`A follower waits: ${fault.message}`);
        await Promise.race([jittered(backoffMs), waken]);
      }
    }
    return { events: [], scannedTo: read.after, atHead: true };
  }

  #assertOpen(): void {
    if (this.#closing) throw new UnavailableError('The event store is closed');
  }
}
