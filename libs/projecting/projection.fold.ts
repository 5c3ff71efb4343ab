import type { JsonObject, Position, RecordedEvent } from '#event-store';
import type { EventPage } from './event-page.js';
import type { Pass, Projection } from './projection.js';
import type { Checkpoint, Commit, Comparison, Poison, ReadModels, RowWrite } from '#read-model';

/** Rows kept in memory between batches, for each projection. */
const CACHED_ROWS = 10_000;

interface HeldRow {
  /** Undefined: there is no such row. */
  state: unknown;
  position: Position;
  dirty: boolean;
  /** How many rows what it holds has come through: it is stored before those. */
  depth: number;
}

/** What one row's fold has handed to another. */
interface Passed {
  readonly key: string;
  readonly value: unknown;
  readonly event: RecordedEvent;
}

/** Rows that events belong to, in their order: an event and a key each, and the row where it is in memory. */
class Plan {
  readonly events: RecordedEvent[] = [];
  readonly keys: string[] = [];
  readonly rows: (HeldRow | undefined)[] = [];

  add(event: RecordedEvent, key: string, row: HeldRow | undefined): void {
    this.events.push(event);
    this.keys.push(key);
    this.rows.push(row);
  }
}

const NEW: Checkpoint = { position: 0n, eventId: null, live: false, stopped: null, parked: [], compared: null };

/** One projection on its way through the events: the rows it holds in memory, what of them is not stored yet, and where it is. */
export class ProjectionFold {
  readonly #rows = new Map<string, HeldRow>();
  #dirty: string[] = [];
  #position: Position;
  #eventId: string | null;
  #stored: Checkpoint;
  #unstoredEvents = 0;
  /** Where a money projection will stop, found by running into it. */
  #halt: Poison | undefined;
  readonly #parked: Map<string, Poison>;
  live: boolean;
  stopped: Poison | null;
  compared: Comparison | null;
  /** Events behind this are not for now. */
  limit: Position | undefined;

  constructor(
    readonly projection: Projection,
    private readonly models: Pick<ReadModels, 'load'>,
    stored: Checkpoint = NEW,
  ) {
    this.#stored = stored;
    this.#position = stored.position;
    this.#eventId = stored.eventId;
    this.#parked = new Map(stored.parked.map((poison) => [poison.stream, poison]));
    this.live = stored.live;
    this.stopped = stored.stopped;
    this.compared = stored.compared;
  }

  /** Folded up to here, in memory. */
  get position(): Position {
    return this.#position;
  }

  /** What stands in the store. */
  get stored(): Checkpoint {
    return this.#stored;
  }

  /** False where nothing is left to fold: stopped, or at its limit. */
  get active(): boolean {
    return this.stopped === null && (this.limit === undefined || this.#position < this.limit);
  }

  /** Events that have been taken since it was stored. */
  get unstoredEvents(): number {
    return this.#unstoredEvents;
  }

  /** Rows that have changed since. */
  get unstoredRows(): number {
    return this.#dirty.length;
  }

  get unstored(): boolean {
    const { position, live, stopped, compared } = this.#stored;
    if (this.#dirty.length > 0 || this.#position !== position) return true;
    return this.live !== live || this.stopped !== stopped || this.compared !== compared;
  }

  /**
   * Folds what is new of a page. Running into poison throws away what is in memory and goes back to the stored checkpoint, with
   * the poison marked: the next pass folds up to it, or past it without its stream.
   */
  async take(page: EventPage): Promise<void> {
    const end = this.#end(page.scannedTo);
    const events = between(page.events, this.#position, end);
    const last = events.at(-1);
    const plan = new Plan();
    const missing = new Set<string>();
    for (const event of events) {
      if (!this.projection.wants(event.type) || this.#isParked(event)) continue;
      try {
        const unreadable = page.unreadable.size > 0 && page.unreadable.get(event.position);
        if (unreadable) throw unreadable;
        const keys = this.projection.keysOf(event);
        if (typeof keys === 'string') this.#plan(plan, missing, event, keys);
        else if (keys !== undefined) for (const key of keys) this.#plan(plan, missing, event, key);
      } catch (error) {
        return this.#back(event, error);
      }
    }
    if (missing.size > 0) await this.#load([...missing]);
    if (plan.events.length > 0 && !(await this.#foldAll(plan))) return;
    const halted = this.#halt !== undefined && end === BigInt(this.#halt.position) - 1n;
    if (end > this.#position) {
      // In front of poison it stands at the event before, since positions may have gaps.
      this.#position = halted ? (last?.position ?? this.#position) : end;
      this.#eventId = last?.id ?? this.#eventId;
    }
    this.#unstoredEvents += events.length;
    if (halted) this.stopped = this.#halt ?? null;
  }

  /** What has to be stored to stand where memory does. */
  pending(): Commit {
    const byDepth: RowWrite[][] = [[]];
    for (const key of this.#dirty) {
      const { state, position, depth } = this.#rows.get(key) as HeldRow;
      (byDepth[depth] ??= []).push({ key, row: state === undefined ? undefined : this.projection.write(state), position });
    }
    const [rows = [], ...passed] = byDepth;
    const checkpoint: Checkpoint = {
      position: this.#position,
      eventId: this.#eventId,
      live: this.live,
      stopped: this.stopped,
      parked: [...this.#parked.values()],
      compared: this.compared,
    };
    return { collection: this.projection, rows, checkpoint, ...(passed.length > 0 && { before: passed.reverse() }) };
  }

  /** The commit has been stored. */
  settle({ checkpoint }: Commit): void {
    this.#stored = checkpoint;
    this.#unstoredEvents = 0;
    for (const key of this.#dirty) {
      const row = this.#rows.get(key) as HeldRow;
      row.dirty = false;
      if (row.state === undefined || this.projection.ended(row.state)) this.#rows.delete(key);
    }
    this.#dirty = [];
    for (const key of this.#rows.keys()) {
      if (this.#rows.size <= CACHED_ROWS) break;
      this.#rows.delete(key);
    }
  }

  #plan(plan: Plan, missing: Set<string>, event: RecordedEvent, key: string): void {
    const row = this.#rows.get(key);
    if (!row && !this.projection.begins(event, key)) missing.add(key);
    plan.add(event, key, row);
  }

  /** False where it has run into poison, and is back at the stored checkpoint. */
  async #foldAll({ events, keys, rows }: Plan): Promise<boolean> {
    const { projection } = this;
    let passed: Passed[] = [];
    let event = events[0] as RecordedEvent;
    const pass: Pass = (key, value) => void passed.push({ key, value, event });
    const poisoned = (error: unknown): false => {
      this.#back(event, error);
      return false;
    };
    try {
      for (let index = 0; index < keys.length; index += 1) {
        event = events[index] as RecordedEvent;
        const key = keys[index] as string;
        const row = this.#row(event, key, 0, rows[index]);
        if (row) row.state = projection.fold(row.state, event, key, pass);
      }
    } catch (error) {
      return poisoned(error);
    }
    for (let depth = 1; passed.length > 0; depth += 1) {
      const taken = passed;
      passed = [];
      const missing = new Set<string>();
      for (const { key, event: from } of taken) if (!this.#rows.has(key) && !projection.begins(from, key)) missing.add(key);
      if (missing.size > 0) await this.#load([...missing]);
      try {
        for (const each of taken) {
          event = each.event;
          const row = this.#row(event, each.key, depth);
          if (row) row.state = projection.takes(row.state, each.value, event, each.key, pass);
        }
      } catch (error) {
        return poisoned(error);
      }
    }
    return true;
  }

  /** The row that the event is to be folded into; undefined where it has been. */
  #row(event: RecordedEvent, key: string, depth: number, found = this.#rows.get(key)): HeldRow | undefined {
    let row = found;
    if (!row) this.#rows.set(key, (row = { state: undefined, position: -1n, dirty: false, depth }));
    if (event.position <= row.position) return undefined;
    row.position = event.position;
    row.depth = depth;
    if (!row.dirty) {
      row.dirty = true;
      this.#dirty.push(key);
    }
    return row;
  }

  async #load(keys: readonly string[]): Promise<void> {
    const stored = await this.models.load(this.projection, keys);
    for (const [index, key] of keys.entries()) {
      const row = stored[index];
      const state = row?.json === undefined ? undefined : this.projection.read(JSON.parse(row.json) as JsonObject);
      this.#rows.set(key, { state, position: row?.position ?? -1n, dirty: false, depth: 0 });
    }
  }

  #end(scannedTo: Position): Position {
    const bounds = [scannedTo, this.limit ?? scannedTo, this.#halt ? BigInt(this.#halt.position) - 1n : scannedTo];
    return bounds.reduce((least, bound) => (bound < least ? bound : least));
  }

  #isParked(event: RecordedEvent): boolean {
    if (this.#parked.size === 0) return false;
    const poison = this.#parked.get(event.stream);
    return poison !== undefined && event.position >= BigInt(poison.position);
  }

  #back({ position, stream, revision, type }: RecordedEvent, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const poison: Poison = { position: String(position), stream, revision: String(revision), type, message };
    this.#rows.clear();
    this.#dirty = [];
    this.#unstoredEvents = 0;
    this.#position = this.#stored.position;
    this.#eventId = this.#stored.eventId;
    if (this.projection.poison === 'park') this.#parked.set(stream, poison);
    else if (this.#position === position - 1n) this.stopped = poison;
    else this.#halt = poison;
  }
}

/** Those behind one position, up to another: mostly all of them. */
function between(events: readonly RecordedEvent[], after: Position, end: Position): readonly RecordedEvent[] {
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last) return events;
  if (first.position > after && last.position <= end) return events;
  return events.filter(({ position }) => position > after && position <= end);
}
