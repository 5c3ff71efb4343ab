import { appendTexts, expectedRevision, namedRevision } from '../append-limits.js';
import { ConflictError, UnavailableError } from '../errors.js';
import { streamMatches, typeMatches } from '../event-filter.js';
import type {
  AppendOptions,
  Appended,
  EventReader,
  EventStore,
  Position,
  RawEvent,
  ReadAllOptions,
  ReadAllPage,
  ReadStreamOptions,
  RecordedEvent,
  SealedEvent,
  Subscription,
} from '../event-store.port.js';
import { readBound } from '../read-bounds.js';
import { ascending } from '../revisions.js';
import { recordedEvent, type ParsedEvent } from '../recorded-event.js';
import { follow } from '../subscription.js';
import { Wakeup } from '../wakeup.js';

/** A follower looks this often, though nothing is appended unseen: as on the other engines. */
const POLL_MS = 1_000;

interface StoredEvent extends RawEvent {
  readonly id: string;
  readonly type: string;
  readonly hash: string;
}

/** The port in arrays: for tests of whatever stands above it. Keeps texts, as a real engine does, so nobody can share objects. */
export function createMemoryEventStore(): EventStore {
  return new MemoryEventStore();
}

class MemoryEventStore implements EventStore {
  readonly gapless = true;
  readonly certain = true;
  readonly pipelines = true;
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #appended = new Wakeup();
  readonly #subscriptions = new Set<Subscription>();
  #closed = false;

  async append(
    stream: string,
    events: readonly SealedEvent[],
    expected: bigint | 'no_stream',
    { behind }: AppendOptions = {},
  ): Promise<Appended> {
    this.#assertOpen();
    const texts = appendTexts(stream, events);
    const before = expectedRevision(expected);
    const stored = this.#streams.get(stream) ?? [];
    const at = Number(before) + 1;
    if (at !== stored.length) {
      const last = stored[at + events.length - 1];
      const duplicate = last !== undefined && events.every((event, index) => stored[at + index]?.id === event.id);
      if (duplicate) return { revision: last.revision, position: last.position, duplicate };
      throw new ConflictError(stream, namedRevision(before), namedRevision(BigInt(stored.length) - 1n));
    }
    if (behind !== undefined && stored.at(-1)?.hash !== behind)
      throw new ConflictError(stream, namedRevision(before), namedRevision(before));
    this.#streams.set(stream, stored);
    events.forEach(({ id, type, hash }, index) => {
      const event = {
        hash,
        position: BigInt(this.#log.length) + 1n,
        stream,
        revision: BigInt(at + index),
        id,
        type,
        text: texts[index] as string,
      };
      this.#log.push(event);
      stored.push(event);
    });
    this.#appended.wake();
    return { revision: BigInt(stored.length) - 1n, position: BigInt(this.#log.length), duplicate: false };
  }

  async probe(): Promise<void> {
    this.#assertOpen();
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    this.#assertOpen();
    const max = readBound(options.max);
    const events = this.#streams.get(stream) ?? [];
    if (options.revisions)
      return ascending(options.revisions)
        .flatMap((revision) => events[Number(revision)] ?? [])
        .map(parse);
    if (options.direction === 'backwards') {
      const end = Math.min(events.length, Number(options.from ?? events.length) + 1);
      return events
        .slice(Math.max(0, end - max), Math.max(0, end))
        .reverse()
        .map(parse);
    }
    const from = Number(options.from ?? 0n);
    return events.slice(from, from + max).map(parse);
  }

  async readAll({ after, max, filter }: ReadAllOptions): Promise<ReadAllPage> {
    this.#assertOpen();
    readBound(max);
    const events: RecordedEvent[] = [];
    let index = Number(after);
    for (; index < this.#log.length && events.length < max; index += 1) {
      const event = this.#log[index] as StoredEvent;
      if (streamMatches(filter, event.stream) && typeMatches(filter, event.type)) events.push(parse(event));
    }
    return { events, scannedTo: BigInt(index), atHead: index >= this.#log.length };
  }

  async eventAt(position: Position): Promise<RecordedEvent | undefined> {
    this.#assertOpen();
    const event = this.#log[Number(position) - 1];
    return event && parse(event);
  }

  async *scan({ after }: { readonly after: Position }): AsyncIterable<RawEvent> {
    this.#assertOpen();
    for (let index = Number(after); index < this.#log.length; index += 1) {
      const { position, stream, revision, text } = this.#log[index] as StoredEvent;
      yield { position, stream, revision, text };
    }
  }

  subscribe(options: Parameters<EventReader['subscribe']>[0], handler: (page: ReadAllPage) => Promise<void> | void): Subscription {
    this.#assertOpen();
    const source = { readAll: (read: ReadAllOptions) => this.readAll(read), changed: () => this.#appended.next(POLL_MS) };
    const subscription = follow(source, options, handler);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async head(): Promise<Position> {
    this.#assertOpen();
    return BigInt(this.#log.length);
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#subscriptions].map((subscription) => subscription.stop()));
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new UnavailableError('The event store is closed');
  }
}

function parse(event: RawEvent): RecordedEvent {
  return recordedEvent(event.position, event.stream, event.revision, JSON.parse(event.text) as ParsedEvent);
}
