import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DamagedError, UnavailableError } from '../errors.js';
import { typeMatches } from '../event-filter.js';
import type {
  EventFilter,
  EventReader,
  Position,
  RawEvent,
  ReadAllOptions,
  ReadAllPage,
  ReadStreamOptions,
  RecordedEvent,
  Subscription,
} from '../event-store.port.js';
import { readBound } from '../read-bounds.js';
import { recordedEvent, type ParsedEvent } from '../recorded-event.js';
import { ascending } from '../revisions.js';
import { follow } from '../subscription.js';
import { Wakeup } from '../wakeup.js';
import { openForReading } from './sqlite.open.js';
import { parseLines, parsePayload, pickLines } from './sqlite.payload.js';
import { scanAppends } from './sqlite.scan.js';

export interface SqliteReaderOptions {
  readonly file: string;
  /** How often a subscription looks for events that nobody has announced by `wake`, default 200; Infinity: never. */
  readonly pollMs?: number;
}

export interface SqliteEventReader extends EventReader {
  /** Something was appended: subscriptions look at once. */
  wake(): void;
  /** What SQLite's own `integrity_check` finds, one line each: empty when all is well. Reads the whole file. */
  integrity(): readonly string[];
}

/** Opens the file for reading only, in any thread or process, whether or not somebody writes to it. */
export function openSqliteEventReader(options: SqliteReaderOptions): SqliteEventReader {
  return new Reader(openForReading(options.file), options.pollMs ?? 200);
}

/** An append as it stands in the file: first position, stream name, first revision, count, payload (null: filtered out). */
type Row = [position: number, stream: string | null, revision: number, count: number, payload: string | null];

/** Appends looked at in one call of readAll, so that a filter which lets little through cannot block the thread. */
const APPENDS_PER_READ = 10_000;

/** A page may begin within an append, and one more tells whether the head is reached. */
const APPENDS_AROUND = 2;

class Reader implements SqliteEventReader {
  readonly gapless = true;
  readonly #database: DatabaseSync;
  readonly #pollMs: number | undefined;
  readonly #appended = new Wakeup();
  readonly #subscriptions = new Set<Subscription>();
  readonly #statements = new Map<string, StatementSync>();
  readonly #names = new Map<number, string>();

  constructor(database: DatabaseSync, pollMs: number) {
    this.#database = database;
    this.#pollMs = Number.isFinite(pollMs) ? pollMs : undefined;
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    if (options.revisions) return this.#revisions(stream, ascending(options.revisions).map(Number));
    const max = readBound(options.max);
    const backwards = options.direction === 'backwards';
    const from = Number(options.from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0));
    const rows = this.#rows(backwards ? STREAM_BACKWARDS : STREAM_FORWARDS, stream, from, max);
    const events: RecordedEvent[] = [];
    for (const row of rows) {
      const [, , first, count] = row;
      const last = Math.min(from - first, count - 1);
      const appended = backwards
        ? eventsOf(row, last + 1 - (max - events.length), last).reverse()
        : eventsOf(row, from - first, from + max - 1 - first);
      for (const event of appended) {
        const before = events.at(-1)?.revision;
        if (before !== undefined && event.revision !== before + (backwards ? -1n : 1n)) throw gap(`revision behind ${before} of ${stream}`);
        if (events.push(event) === max) return events;
      }
    }
    return events;
  }

  /** Append by append: each is read once for all that is wanted of it. */
  #revisions(stream: string, revisions: readonly number[]): RecordedEvent[] {
    const events: RecordedEvent[] = [];
    for (let at = 0, end = 0; at < revisions.length; at = end) {
      const [row] = this.#rows(STREAM_BACKWARDS, stream, revisions[at] as number, 1);
      if (!row) break;
      const [, , first, count] = row;
      while (end < revisions.length && (revisions[end] as number) < first + count) end += 1;
      if (end === at) break;
      const lines = revisions.slice(at, end).map((revision) => revision - first);
      events.push(...eventsOn(row, lines));
    }
    return events;
  }

  async readAll({ after, max, filter }: ReadAllOptions): Promise<ReadAllPage> {
    readBound(max);
    const limit = filter ? APPENDS_PER_READ : max + APPENDS_AROUND;
    const prefixes = filter?.streamPrefixes;
    const rows = prefixes
      ? this.#rows(prefixedStatement(prefixes.length), Number(after), limit, ...prefixes)
      : this.#everyRow(Number(after), limit);
    const events: RecordedEvent[] = [];
    let scannedTo = Number(after);
    let seen = 0;
    for (const row of rows) {
      seen += 1;
      const [position, stream, , count, payload] = row;
      if (position > scannedTo + 1) throw gap(`position ${scannedTo + 1}`);
      if (stream === null) throw new DamagedError(`The stream of position ${position} has no name`);
      if (payload !== null && mayHoldType(filter, payload)) {
        const first = Math.max(0, Number(after) + 1 - position);
        // One more than there is room for, which tells that the head is not reached.
        for (const event of eventsOf(row, first, filter ? Infinity : first + max - events.length)) {
          if (!typeMatches(filter, event.type)) continue;
          if (events.length === max) return { events, scannedTo: event.position - 1n, atHead: false };
          events.push(event);
        }
      }
      scannedTo = Math.max(scannedTo, position + count - 1);
    }
    return { events, scannedTo: BigInt(scannedTo), atHead: seen < limit };
  }

  async eventAt(position: Position): Promise<RecordedEvent | undefined> {
    if (position <= 0n) return undefined;
    const { events } = await this.readAll({ after: position - 1n, max: 1 });
    return events[0];
  }

  async *scan({ after }: { readonly after: Position }): AsyncIterable<RawEvent> {
    this.#assertOpen();
    yield* scanAppends(this.#database, after);
  }

  subscribe(options: Parameters<EventReader['subscribe']>[0], handler: (page: ReadAllPage) => Promise<void> | void): Subscription {
    this.#assertOpen();
    const source = { readAll: (read: ReadAllOptions) => this.readAll(read), changed: () => this.#appended.next(this.#pollMs) };
    const subscription = follow(source, options, handler);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async head(): Promise<Position> {
    return BigInt((this.#statement(HEAD).get() as unknown as [number] | undefined)?.[0] ?? 0);
  }

  wake(): void {
    this.#appended.wake();
  }

  integrity(): readonly string[] {
    const lines = this.#statement('PRAGMA integrity_check').all() as unknown as [string][];
    return lines.map(([line]) => line).filter((line) => line !== 'ok');
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#subscriptions].map((subscription) => subscription.stop()));
    if (this.#database.isOpen) this.#database.close();
  }

  /** Row by row, because an append can hold hundreds of events and a page may end with the first of them. Not to be held over an await. */
  #rows(sql: string, ...parameters: (string | number)[]): Iterable<Row> {
    return this.#statement(sql).iterate(...parameters) as unknown as Iterable<Row>;
  }

  /** With the names of the streams looked up beside them: several appends in a row are mostly of streams that have come before. */
  *#everyRow(after: number, limit: number): Iterable<Row> {
    for (const row of this.#rows(ALL, after, limit)) {
      const [position, stream, revision, count, payload] = row as unknown as [number, number, number, number, string];
      yield [position, this.#nameOf(stream), revision, count, payload];
    }
  }

  #nameOf(stream: number): string | null {
    const known = this.#names.get(stream);
    if (known !== undefined) return known;
    const [name = null] = (this.#statement(NAME).get(stream) as unknown as [string] | undefined) ?? [];
    if (name === null) return null;
    if (this.#names.size >= MOST_NAMES) this.#names.clear();
    this.#names.set(stream, name);
    return name;
  }

  #statement(sql: string): StatementSync {
    this.#assertOpen();
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql, { returnArrays: true })));
    return statement;
  }

  #assertOpen(): void {
    if (!this.#database.isOpen) throw new UnavailableError('The event store is closed');
  }
}

const HEAD = 'SELECT position + count - 1 FROM appends ORDER BY position DESC LIMIT 1';

/** Starts with the append that holds the wanted revision, which may have begun before it. */
const STREAM_FORWARDS = `
  SELECT appends.position, streams.name, appends.revision, appends.count, appends.payload
  FROM streams JOIN appends ON appends.stream = streams.id
  WHERE streams.name = ?1 AND appends.revision >=
    coalesce((SELECT max(revision) FROM appends WHERE stream = streams.id AND revision <= ?2), 0)
  ORDER BY appends.revision LIMIT ?3`;

const STREAM_BACKWARDS = `
  SELECT appends.position, streams.name, appends.revision, appends.count, appends.payload
  FROM streams JOIN appends ON appends.stream = streams.id
  WHERE streams.name = ?1 AND appends.revision <= ?2
  ORDER BY appends.revision DESC LIMIT ?3`;

const NAME = 'SELECT name FROM streams WHERE id = ?';
const MOST_NAMES = 10_000;

const ALL = `
  SELECT position, stream, revision, count, payload FROM appends
  WHERE position >= coalesce((SELECT max(position) FROM appends WHERE position <= ?1 + 1), 0)
  ORDER BY position LIMIT ?2`;

/** Rows that the filter leaves out come too, without their payload: so a missing position shows itself. */
function prefixedStatement(prefixes: number): string {
  const wanted = Array.from({ length: prefixes }, (_, index) => `substr(streams.name, 1, length(?${index + 3})) = ?${index + 3}`);
  const payload = `CASE WHEN ${wanted.join(' OR ') || 'false'} THEN appends.payload END`;
  return `
    SELECT appends.position, streams.name, appends.revision, appends.count, ${payload}
    FROM appends LEFT JOIN streams ON streams.id = appends.stream
    WHERE appends.position >= coalesce((SELECT max(position) FROM appends WHERE position <= ?1 + 1), 0)
    ORDER BY appends.position LIMIT ?2`;
}

/** Spares parsing an append that cannot hold any of the wanted types. */
function mayHoldType(filter: EventFilter | undefined, payload: string): boolean {
  return filter?.types === undefined || filter.types.some((type) => payload.includes(`"type":${JSON.stringify(type)}}`));
}

/** Those from the first to the last of the append's events, counted from 0; both may lie outside of it. */
function eventsOf(row: Row, from = 0, to = Infinity): RecordedEvent[] {
  const [, , , count] = row;
  const [first, last] = [Math.max(0, from), Math.min(count - 1, to)];
  if (last < first) return [];
  const isWhole = first === 0 && last === count - 1;
  const parse = (payload: string): ParsedEvent[] => (isWhole ? parsePayload(payload) : parseLines(payload, first, last));
  return parsedOf(row, last - first + 1, parse, (index) => first + index);
}

/** Those on these lines of the append. */
function eventsOn(row: Row, lines: readonly number[]): RecordedEvent[] {
  return parsedOf(
    row,
    lines.length,
    (payload) => pickLines(payload, lines),
    (index) => lines[index] as number,
  );
}

function parsedOf(
  [position, stream, revision, count, payload]: Row,
  wanted: number,
  parse: (payload: string) => ParsedEvent[],
  lineOf: (index: number) => number,
): RecordedEvent[] {
  try {
    const parsed = parse(payload as string);
    if (parsed.length === wanted) {
      return parsed.map((event, index) => {
        const line = lineOf(index);
        return recordedEvent(BigInt(position + line), stream as string, BigInt(revision + line), event);
      });
    }
  } catch (cause) {
    throw new DamagedError(
      `The append at position ${position} (${stream ?? 'of a stream without a name'}, revision ${revision}) cannot be read`,
      { cause },
    );
  }
  throw new DamagedError(
    `The append at position ${position} (${stream ?? 'of a stream without a name'}, revision ${revision}) does not hold its ${count} events`,
  );
}

function gap(what: string): DamagedError {
  return new DamagedError(`The ${what} is missing`);
}
