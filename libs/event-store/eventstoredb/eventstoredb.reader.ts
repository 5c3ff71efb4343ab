import { DamagedError } from '../errors.js';
import { streamMatches, typeMatches } from '../event-filter.js';
import type { Position, RawEvent, ReadAllOptions, ReadAllPage, ReadStreamOptions, RecordedEvent } from '../event-store.port.js';
import { readBound } from '../read-bounds.js';
import { spansOf } from '../revisions.js';
import type { Connection } from './eventstoredb.connection.js';
import { readFault } from './eventstoredb.faults.js';
import { OwnStreams } from './eventstoredb.own-streams.js';
import { parsedRecord, rawRecord, recordIn, type ServerRecord } from './eventstoredb.records.js';
import { readAllRequest, readStreamRequest, type ServerFilter } from './eventstoredb.requests.js';

/** Behind the position that a read starts at, and behind the page: whether there is more shows itself. */
const AROUND_A_PAGE = 2;
const EVENTS_PER_SCAN = 1_000;
/** A call takes as long as so many events on their way. */
const APART = 32n;
const CALLS_AT_ONCE = 16;

/** Bounded reads: a read that is broken off would leave its call open on the server. */
export class Reader {
  constructor(
    private readonly connection: Connection,
    private readonly own: OwnStreams,
    private readonly timeoutMs: number,
  ) {}

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    if (options.revisions) return this.#revisions(stream, options.revisions);
    const max = readBound(options.max);
    const backwards = options.direction === 'backwards';
    const from = options.from ?? (backwards ? 'end' : 0n);
    if (from !== 'end' && from < 0n) return [];
    const records = await this.#records(readStreamRequest(this.own.named(stream), from, max, backwards), `stream ${stream}`);
    assertWhole(stream, records, { from, max, backwards });
    return records.map((record) => parsedRecord(record, stream));
  }

  async readAll({ after, max, filter }: ReadAllOptions): Promise<ReadAllPage> {
    readBound(max);
    const narrow = this.own.filter(filter);
    // Before the events: so whatever of the filter stands up to the head is among them, or behind more of them than were asked for.
    const head = filter ? await this.head() : undefined;
    if (narrow === undefined) return { events: [], scannedTo: later(after, head), atHead: true };
    const count = max + AROUND_A_PAGE;
    const records = await this.#all(after, count, narrow);
    const events: RecordedEvent[] = [];
    let scannedTo = after;
    for (const record of records) {
      if (record.position <= after) continue;
      const stream = this.own.nameIn(record.stream);
      if (stream !== undefined && streamMatches(filter, stream) && typeMatches(filter, record.type)) {
        if (events.length === max) return { events, scannedTo, atHead: false };
        events.push(parsedRecord(record, stream));
      }
      scannedTo = record.position;
    }
    const atHead = records.length < count;
    return { events, scannedTo: atHead ? later(scannedTo, head) : scannedTo, atHead };
  }

  async eventAt(position: Position): Promise<RecordedEvent | undefined> {
    if (position <= 0n) return undefined;
    const [record] = await this.#all(position, 1, this.own.all);
    const stream = record?.position === position ? this.own.nameIn(record.stream) : undefined;
    return record && stream !== undefined ? parsedRecord(record, stream) : undefined;
  }

  async *scan({ after }: { readonly after: Position }): AsyncIterable<RawEvent> {
    for (let next = after, more = true; more;) {
      const records = await this.#all(next, EVENTS_PER_SCAN, this.own.all);
      more = records.length === EVENTS_PER_SCAN;
      for (const record of records) {
        if (record.position <= next) continue;
        next = record.position;
        const stream = this.own.nameIn(record.stream);
        if (stream !== undefined) yield rawRecord(record, stream);
      }
    }
  }

  async head(): Promise<Position> {
    const [last] = await this.#records(readAllRequest('end', 1, this.own.all, true), '$all');
    return last?.position ?? 0n;
  }

  /** Of an event that was just written: a repetition may be answered without its place. */
  async positionOf(stream: string, revision: bigint): Promise<Position> {
    const [event] = await this.readStream(stream, { from: revision, max: 1 });
    if (!event) throw new DamagedError(`Revision ${revision} of ${stream} was written and cannot be read`);
    return event.position;
  }

  /** What is close together in one call, and no more calls at once than a connection likes. */
  async #revisions(stream: string, revisions: readonly bigint[]): Promise<readonly RecordedEvent[]> {
    const wanted = new Set(revisions);
    const spans = spansOf(revisions, { apart: APART, most: BigInt(EVENTS_PER_SCAN) });
    const events: RecordedEvent[] = [];
    for (let first = 0; first < spans.length; first += CALLS_AT_ONCE) {
      const some = spans.slice(first, first + CALLS_AT_ONCE);
      const read = await Promise.all(some.map(({ from, to }) => this.readStream(stream, { from, max: Number(to - from) + 1 })));
      events.push(...read.flat().filter(({ revision }) => wanted.has(revision)));
    }
    return events;
  }

  #all(from: Position, count: number, filter: ServerFilter): Promise<readonly ServerRecord[]> {
    return this.#records(readAllRequest(from, count, filter), '$all');
  }

  async #records(request: Parameters<Connection['read']>[0], what: string): Promise<readonly ServerRecord[]> {
    try {
      const responses = await this.connection.read(request, this.timeoutMs);
      return responses.map(recordIn).filter((record) => record !== undefined);
    } catch (cause) {
      throw readFault(cause, what);
    }
  }
}

function later(position: Position, other: Position | undefined): Position {
  return other !== undefined && other > position ? other : position;
}

/** A stream that lost events to `$maxCount`, `$maxAge`, `$tb` or a deletion must not pass for a shorter one. */
function assertWhole(
  stream: string,
  records: readonly ServerRecord[],
  { from, max, backwards }: { readonly from: bigint | 'end'; readonly max: number; readonly backwards: boolean },
): void {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return;
  const missing = (revision: bigint): DamagedError => new DamagedError(`Revision ${revision} of ${stream} is missing on the server`);
  if (!backwards && from !== 'end' && first.revision !== from) throw missing(from);
  records.forEach(({ revision }, index) => {
    const expected = first.revision + BigInt(backwards ? -index : index);
    if (revision !== expected) throw missing(expected);
  });
  if (backwards && records.length < max && last.revision > 0n) throw missing(last.revision - 1n);
}
