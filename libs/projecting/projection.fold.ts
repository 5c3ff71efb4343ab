import type { JsonObject, Position, RecordedEvent } from '#event-store';
import type { EventPage } from './event-page.js';
import type { Projection } from './projection.js';
import type { Checkpoint, Commit, Comparison, Poison, ReadModels, RowWrite } from '#read-model';

/** Rows kept in memory between batches, for each projection. */
const CACHED_ROWS = 10_000;

interface HeldRow {
  /** Undefined: there is no such row. */
  state: unknown;
  position: Position;
  dirty: boolean;
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
    const planned: { readonly event: RecordedEvent; readonly keys: readonly string[] }[] = [];
    const missing = new Set<string>();
    let [eventId, reached, folded] = [this.#eventId, this.#position, 0];
    for (const event of page.events) {
      if (event.position <= this.#position) continue;
      if (event.position > end) break;
      [eventId, reached, folded] = [event.id, event.position, folded + 1];
      if (!this.projection.wants(event.type) || this.#isParked(event)) continue;
      try {
        const unreadable = page.unreadable.get(event.position);
        if (unreadable) throw unreadable;
        const keys = this.projection.keys(event);
        if (keys.length === 0) continue;
        planned.push({ event, keys });
        for (const key of keys) if (!this.#rows.has(key) && !this.projection.begins(event, key)) missing.add(key);
      } catch (error) {
        return this.#back(event, error);
      }
    }
    if (missing.size > 0) await this.#load([...missing]);
    for (const { event, keys } of planned) {
      try {
        for (const key of keys) this.#fold(event, key);
      } catch (error) {
        return this.#back(event, error);
      }
    }
    const halted = this.#halt !== undefined && end === BigInt(this.#halt.position) - 1n;
    if (end > this.#position) {
      // In front of poison it stands at the event before, since positions may have gaps.
      this.#position = halted ? reached : end;
      this.#eventId = eventId;
    }
    this.#unstoredEvents += folded;
    if (halted) this.stopped = this.#halt ?? null;
  }

  /** What has to be stored to stand where memory does. */
  pending(): Commit {
    const rows: RowWrite[] = this.#dirty.map((key) => {
      const { state, position } = this.#rows.get(key) as HeldRow;
      return { key, row: state === undefined ? undefined : this.projection.write(state), position };
    });
    const checkpoint: Checkpoint = {
      position: this.#position,
      eventId: this.#eventId,
      live: this.live,
      stopped: this.stopped,
      parked: [...this.#parked.values()],
      compared: this.compared,
    };
    return { collection: this.projection, rows, checkpoint };
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

  #fold(event: RecordedEvent, key: string): void {
    let row = this.#rows.get(key);
    if (!row) this.#rows.set(key, (row = { state: undefined, position: -1n, dirty: false }));
    if (event.position <= row.position) return;
    row.state = this.projection.fold(row.state, event, key);
    row.position = event.position;
    if (row.dirty) return;
    row.dirty = true;
    this.#dirty.push(key);
  }

  async #load(keys: readonly string[]): Promise<void> {
    const stored = await this.models.load(this.projection, keys);
    for (const [index, key] of keys.entries()) {
      const row = stored[index];
      const state = row?.json === undefined ? undefined : this.projection.read(JSON.parse(row.json) as JsonObject);
      this.#rows.set(key, { state, position: row?.position ?? -1n, dirty: false });
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
