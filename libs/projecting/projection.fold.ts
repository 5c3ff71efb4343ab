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
    if (!(await this.#foldAll(events, page))) return;
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

  /** False where it has run into poison, and is back at the stored checkpoint. */
  async #foldAll(events: readonly RecordedEvent[], page: EventPage): Promise<boolean> {
    const { projection } = this;
    const passed: Passed[] = [];
    let isLoaded = false;
    let event: RecordedEvent;
    const pass: Pass = (key, value) => void passed.push({ key, value, event });
    for (let index = 0; index < events.length; index += 1) {
      event = events[index] as RecordedEvent;
      if (!projection.wants(event.type) || this.#isParked(event)) continue;
      try {
        const keys = this.#keysOf(event, page);
        if (keys === undefined) continue;
        if (isLoaded || !this.#lacks(event, keys)) {
          this.#foldInto(event, keys, pass);
          continue;
        }
      } catch (error) {
        return this.#back(event, error);
      }
      // Once a page, for all that is left of it; then the event has its turn again.
      isLoaded = true;
      await this.#loadFor(events.slice(index), page);
      index -= 1;
    }
    return passed.length === 0 || (await this.#takeAll(passed));
  }

  /** What rows have passed to others, and those to further ones. */
  async #takeAll(passed: readonly Passed[]): Promise<boolean> {
    const { projection } = this;
    let [taken, further]: [readonly Passed[], Passed[]] = [passed, []];
    let from: RecordedEvent;
    const pass: Pass = (key, value) => void further.push({ key, value, event: from });
    for (let depth = 1; taken.length > 0; depth += 1) {
      const missing = new Set<string>();
      for (const { key, event } of taken) if (!this.#rows.has(key) && !projection.begins(event, key)) missing.add(key);
      if (missing.size > 0) await this.#load([...missing]);
      for (const { key, value, event } of taken) {
        from = event;
        try {
          const row = this.#row(event, key, depth);
          if (row) row.state = projection.takes(row.state, value, event, key, pass);
        } catch (error) {
          return this.#back(event, error);
        }
      }
      [taken, further] = [further, []];
    }
    return true;
  }

  #foldInto(event: RecordedEvent, keys: string | readonly string[], pass: Pass): void {
    if (typeof keys !== 'string') {
      for (const key of keys) this.#foldInto(event, key, pass);
      return;
    }
    const row = this.#row(event, keys, 0);
    if (row) row.state = this.projection.fold(row.state, event, keys, pass);
  }

  #keysOf(event: RecordedEvent, { unreadable }: EventPage): string | readonly string[] | undefined {
    const fault = unreadable.size > 0 && unreadable.get(event.position);
    if (fault) throw fault;
    return this.projection.keysOf(event);
  }

  #lacks(event: RecordedEvent, keys: string | readonly string[]): boolean {
    if (typeof keys !== 'string') return keys.some((key) => this.#lacks(event, key));
    return !this.#rows.has(keys) && !this.projection.begins(event, keys);
  }

  /** The rows of these events that are not in memory. An event whose keys cannot be told is met when its turn comes. */
  async #loadFor(events: readonly RecordedEvent[], page: EventPage): Promise<void> {
    const missing = new Set<string>();
    for (const event of events) {
      if (!this.projection.wants(event.type) || this.#isParked(event)) continue;
      try {
        for (const key of [this.#keysOf(event, page) ?? []].flat()) if (this.#lacks(event, key)) missing.add(key);
      } catch {
        break;
      }
    }
    await this.#load([...missing]);
  }

  /** The row that the event is to be folded into; undefined where it has been. */
  #row(event: RecordedEvent, key: string, depth: number): HeldRow | undefined {
    let row = this.#rows.get(key);
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

  /** False, for whoever ran into it. */
  #back({ position, stream, revision, type }: RecordedEvent, error: unknown): false {
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
    return false;
  }
}

/** Those behind one position, up to another: mostly all of them. */
function between(events: readonly RecordedEvent[], after: Position, end: Position): readonly RecordedEvent[] {
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last) return events;
  if (first.position > after && last.position <= end) return events;
  return events.filter(({ position }) => position > after && position <= end);
}
