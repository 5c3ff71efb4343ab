import {
  AmbiguousError,
  ConflictError,
  eventId,
  seal,
  type EventStore,
  type JsonObject,
  type Position,
  type RecordedEvent,
  type SealedEvent,
} from '#event-store';
import { IDENTITY_VERSIONS } from '#identity';
import type { Decision, Refusal } from '#streams';
import { CATALOG_VERSIONS } from '#catalog';
import type { Directory } from './directory.js';
import { directoryStream, type DirectoryKind, type DirectoryPlace, type DirectoryStates } from './directory.row.js';

/** Who asks, and what for: goes into the metadata of the events. */
export interface EntityOrigin {
  /** `admin:adm_…`, `admin-token`, `key:key_…`, `system`. */
  readonly actor: string;
  /** The request that caused it. */
  readonly cause: string;
  /** Minted once with the command and kept over its retries. */
  readonly commandId: string;
  /** An earlier try may have been written under the same id, even before a restart: it is looked for before anything is decided. */
  readonly repeatable?: boolean;
}

interface EntityEvent {
  readonly type: string;
  readonly data: object;
}

export interface EntityAccepted<State> {
  readonly refusal?: never;
  /** Behind the command. */
  readonly state: State;
  /** Read with this position or later, and the entity is seen as it is now. */
  readonly position: Position;
  /** False where the command changed nothing. */
  readonly changed: boolean;
}

export type EntityWritten<Kind extends DirectoryKind, Code extends string> =
  { readonly refusal: Refusal<Code>; readonly state?: never } | EntityAccepted<DirectoryStates[Kind]>;

const VERSIONS: Readonly<Record<string, number>> = { ...IDENTITY_VERSIONS, ...CATALOG_VERSIONS };
const APPEND_TIMEOUT_MS = 5_000;
const AMBIGUOUS_RETRIES = 3;
const CONFLICT_RETRIES = 20;
const TAIL_PAGE = 1_000;

/**
 * Decides and writes commands of the directory's entities: one writer for each stream in this process. An append that conflicts
 * means that another gateway was first: its events are read, and the command is decided anew under its own event ids.
 */
export class EntityWriter {
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly now: () => string,
  ) {}

  /** Resolves when the events are durable and the directory knows them. Throws the store's faults (`UNAVAILABLE`, `AMBIGUOUS`). */
  write<Kind extends DirectoryKind, Event extends EntityEvent, Code extends string>(
    place: DirectoryPlace & { readonly kind: Kind },
    origin: EntityOrigin,
    decide: (state: DirectoryStates[Kind] | undefined) => Decision<Event, Code>,
  ): Promise<EntityWritten<Kind, Code>> {
    const stream = directoryStream(place);
    const before = this.#queues.get(stream) ?? Promise.resolve();
    const written = before.then(() => this.#write(stream, place, origin, decide));
    const settled = written.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(stream, settled);
    void settled.then(() => {
      if (this.#queues.get(stream) === settled) this.#queues.delete(stream);
    });
    return written;
  }

  async #write<Kind extends DirectoryKind, Event extends EntityEvent, Code extends string>(
    stream: string,
    place: DirectoryPlace & { readonly kind: Kind },
    origin: EntityOrigin,
    decide: (state: DirectoryStates[Kind] | undefined) => Decision<Event, Code>,
  ): Promise<EntityWritten<Kind, Code>> {
    const effective = this.now();
    if (origin.repeatable === true && (await this.#isWritten(stream, origin))) return this.#outcome(place, false);
    for (let conflicts = 0; ; conflicts += 1) {
      const { events, refusal } = decide(this.directory.row(place.kind, place.id)?.state);
      if (refusal) return { refusal };
      if (events.length === 0) return this.#outcome(place, false);
      const { revision } = this.directory.tip(place);
      const sealed = this.#seal(stream, place, origin, effective, events);
      try {
        await this.#append(stream, revision, sealed);
        return this.#outcome(place, true);
      } catch (fault) {
        if (!(fault instanceof ConflictError) || conflicts >= CONFLICT_RETRIES) throw fault;
        const tail = await this.#readOn(stream, revision);
        const own = tail.find(({ id }) => id === sealed[0]?.id);
        if (own) return this.#outcome(place, sealed[0]?.metadata.includes(own.metadata.hash) === true);
      }
    }
  }

  #seal(
    stream: string,
    place: DirectoryPlace,
    origin: EntityOrigin,
    effective: string,
    events: readonly EntityEvent[],
  ): readonly SealedEvent[] {
    const { actor, cause, commandId } = origin;
    const recorded = this.now();
    const unsealed = events.map(({ type, data }, index) => ({
      id: eventId(commandId, index),
      type,
      data: data as JsonObject,
      metadata: { actor, cause, effective, recorded, version: VERSIONS[type] ?? 1 },
    }));
    return seal(stream, this.directory.tip(place), unsealed).events;
  }

  /** What may have been written is retried as it is: the same events at the same revision are a duplicate, never a second effect. */
  async #append(stream: string, revision: bigint, sealed: readonly SealedEvent[]): Promise<void> {
    const expected = revision < 0n ? 'no_stream' : revision;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { position, duplicate } = await this.store.append(stream, sealed, expected, { timeoutMs: APPEND_TIMEOUT_MS });
        if (duplicate) throw new ConflictError(stream, expected); // by an earlier try, of which only the ids need be the same
        sealed.forEach((event, index) => this.directory.apply(recordedEvent(stream, revision + BigInt(index) + 1n, position, event)));
        return;
      } catch (fault) {
        if (!(fault instanceof AmbiguousError) || attempt >= AMBIGUOUS_RETRIES) throw fault;
      }
    }
  }

  /**
   * Streams of entities are short: a few events for each change that people have made. The directory knows all that was read, so that it is never
   * behind what was found.
   */
  async #isWritten(stream: string, { commandId }: EntityOrigin): Promise<boolean> {
    const events = await this.#readOn(stream, -1n);
    return events.some(({ id }) => id === eventId(commandId, 0));
  }

  /**
   * Everything behind the revision, which the directory knows then. From where the command was decided, not from where the directory
   * is by now: whoever follows the log may have told it what this very command has written.
   */
  async #readOn(stream: string, known: bigint): Promise<readonly RecordedEvent[]> {
    const tail: RecordedEvent[] = [];
    for (;;) {
      const page = await this.store.readStream(stream, { from: known + 1n + BigInt(tail.length), max: TAIL_PAGE });
      for (const event of page) this.directory.apply(event);
      tail.push(...page);
      if (page.length < TAIL_PAGE) return tail;
    }
  }

  #outcome<Kind extends DirectoryKind>(
    place: DirectoryPlace & { readonly kind: Kind },
    changed: boolean,
  ): EntityAccepted<DirectoryStates[Kind]> {
    const row = this.directory.row(place.kind, place.id);
    if (!row) throw new TypeError(`${place.kind} ${place.id} was decided without a state`);
    return { state: row.state, position: BigInt(row.position), changed };
  }
}

/** The batch is written as one, so its last position stands for all of it. */
function recordedEvent(stream: string, revision: bigint, position: Position, sealed: SealedEvent): RecordedEvent {
  const { id, type, data, metadata } = sealed;
  return {
    position,
    stream,
    revision,
    id,
    type,
    data: JSON.parse(data) as JsonObject,
    metadata: JSON.parse(metadata) as RecordedEvent['metadata'],
  };
}
