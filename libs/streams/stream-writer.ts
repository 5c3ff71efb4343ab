import {
  UnavailableError,
  eventId,
  seal,
  type EventStore,
  type JsonObject,
  type Position,
  type RecordedEvent,
  type SealedEvent,
  type StreamTip,
} from '#event-store';
import { pause, type AppendPolicy } from './append-policy.js';
import { answeredWithin, assertInTime, begunBy, told } from './deadline.js';
import type { Decision, Refusal } from './decision.js';
import { InTurn } from './in-turn.js';
import type { Standing, StreamStates } from './stream-states.js';
import { surelyAppend } from './surely-append.js';

/** Who asks, and what for: goes into the metadata of the events. */
export interface Origin {
  /** `admin:adm_…`, `admin-token`, `key:key_…`, `payment:stripe`, `system`. */
  readonly actor: string;
  /** The request or command that caused it. */
  readonly cause: string;
  /** Of `performance.now()`: who asks is answered then. Where nobody says, a write has the time of its policy. */
  readonly untilMs?: number | undefined;
}

export interface WriteOrigin extends Origin {
  /** Minted once with the command and kept over its retries. */
  readonly commandId: string;
  /** An earlier try may have been written under the same id, even before a restart: it is looked for before anything is decided. */
  readonly repeatable?: boolean;
}

export interface NewEvent {
  readonly type: string;
  readonly data: object;
}

export interface Accepted<State> {
  readonly refusal?: never;
  /** Behind the command. */
  readonly state: State;
  /** Read with this position or later, and the stream is seen as it is now. */
  readonly position: Position;
  /** False where the command changed nothing. */
  readonly changed: boolean;
}

export type Written<State, Code extends string> = { readonly refusal: Refusal<Code>; readonly state?: never } | Accepted<State>;

export interface StreamWriterOptions<State> {
  readonly store: Pick<EventStore, 'append' | 'certain' | 'readStream'>;
  readonly states: StreamStates<State>;
  readonly policy: AppendPolicy;
  /** Of the shape that is written today, by the event's type. */
  readonly versionOf: (type: string) => number;
  readonly now: () => string;
}

const TAIL_PAGE = 1_000;

/**
 * Decides, seals, appends, and tries again. An append that conflicts means that somebody else was first: those events are read, and
 * the command is decided anew under its own event ids.
 */
export class StreamWriter<State> {
  readonly #turns = new InTurn();

  constructor(private readonly options: StreamWriterOptions<State>) {}

  /**
   * One command; those of one stream are decided one after another. Resolves when its events are durable and the states know them.
   * Throws the store's faults (`UNAVAILABLE`, `AMBIGUOUS`).
   */
  write<Event extends NewEvent, Code extends string>(
    stream: string,
    origin: WriteOrigin,
    decide: (state: State | undefined) => Decision<Event, Code>,
  ): Promise<Written<State, Code>> {
    const untilMs = this.#deadline(origin);
    const written = this.#turns.take(stream, () => this.#write(stream, origin, untilMs, decide), untilMs);
    return told(this.options.store, untilMs, stream, written);
  }

  async #write<Event extends NewEvent, Code extends string>(
    stream: string,
    origin: WriteOrigin,
    untilMs: number,
    decide: (state: State | undefined) => Decision<Event, Code>,
  ): Promise<Written<State, Code>> {
    const { states, policy, now } = this.options;
    const effective = now();
    if (origin.repeatable === true && (await this.#isWritten(stream, origin))) return this.#outcome(stream, false);
    for (let races = 0; ; races += 1) {
      const { state, tip } = await states.standing(stream);
      const { events, refusal } = decide(state);
      if (refusal) return { refusal };
      if (events.length === 0) return this.#outcome(stream, false);
      assertInTime(untilMs, stream);
      const sealed = this.#seal(stream, tip, events, origin, { effective, recorded: now() });
      const fault = await this.#append(stream, tip, sealed, untilMs);
      if (!fault) return this.#outcome(stream, true);
      if (races >= policy.races.retries) throw fault;
      const tail = await this.#readOn(stream, tip);
      const own = tail.find(({ id }) => id === sealed[0]?.id);
      if (own) return this.#outcome(stream, sealed[0]?.metadata.includes(own.metadata.hash) === true);
      await pause(policy.races.pauses, races);
    }
  }

  /**
   * Extends a stream, one event at a time, until `missing` finds nothing that is missing, and returns it as it then stands. Whoever was
   * faster is read, never overwritten, and nobody goes on from an event that is not there: `missing` is asked again after every append.
   */
  complete(
    stream: string,
    origin: Origin,
    missing: (standing: Standing<State>) => Promise<(NewEvent & { readonly commandId: string }) | undefined>,
  ): Promise<Standing<State>> {
    const untilMs = this.#deadline(origin);
    return told(this.options.store, untilMs, stream, this.#complete(stream, origin, untilMs, missing));
  }

  async #complete(
    stream: string,
    origin: Origin,
    untilMs: number,
    missing: (standing: Standing<State>) => Promise<(NewEvent & { readonly commandId: string }) | undefined>,
  ): Promise<Standing<State>> {
    const { store, states, policy, now } = this.options;
    let begunMs = untilMs;
    for (let races = 0; races <= policy.races.retries; races += 1) {
      const standing = await states.standing(stream);
      const event = await missing(standing);
      if (!event) return standing;
      assertInTime(begunMs, stream);
      const moment = now();
      const { commandId } = event;
      const sealed = this.#seal(stream, standing.tip, [event], { ...origin, commandId }, { effective: moment, recorded: moment });
      if (await this.#append(stream, standing.tip, sealed, begunMs)) {
        await this.#readOn(stream, standing.tip);
        await pause(policy.races.pauses, races);
      } else begunMs = begunBy(store, begunMs);
    }
    throw new UnavailableError(`${stream} is being written by too many at once`);
  }

  #deadline({ untilMs }: Origin): number {
    return begunBy(this.options.store, untilMs ?? answeredWithin(this.options.policy.timeoutMs ?? Infinity));
  }

  #seal(
    stream: string,
    tip: StreamTip,
    events: readonly NewEvent[],
    { actor, cause, commandId }: WriteOrigin,
    times: { readonly effective: string; readonly recorded: string },
  ): readonly SealedEvent[] {
    const unsealed = events.map(({ type, data }, index) => ({
      id: eventId(commandId, index),
      type,
      data: data as JsonObject,
      metadata: { actor, cause, ...times, version: this.options.versionOf(type) },
    }));
    return seal(stream, tip, unsealed).events;
  }

  /** The conflict, where somebody else was first. Where it is in doubt, what the last try met is thrown. */
  async #append(stream: string, { revision }: StreamTip, events: readonly SealedEvent[], untilMs: number): Promise<Error | undefined> {
    const { store, states, policy } = this.options;
    const done = await surelyAppend(store, { stream, behind: revision, events }, policy, { untilMs });
    if (done.outcome === 'conflict') return done.fault;
    if (done.outcome === 'in doubt') throw done.last;
    const { position } = done.appended;
    events.forEach((event, index) => states.apply(recordedEvent(stream, revision + BigInt(index) + 1n, position, event)));
    return undefined;
  }

  /** Streams are short here: a few events for each change that people have made. What was read is told, so that the states are never behind it. */
  async #isWritten(stream: string, { commandId }: WriteOrigin): Promise<boolean> {
    const events = await this.#readOn(stream, { revision: -1n });
    return events.some(({ id }) => id === eventId(commandId, 0));
  }

  /**
   * Everything behind the revision, which the states know then. From where the command was decided, not from where they are by now:
   * whoever follows the log may have told them what this very command has written.
   */
  async #readOn(stream: string, { revision }: Pick<StreamTip, 'revision'>): Promise<readonly RecordedEvent[]> {
    const { store, states } = this.options;
    const tail: RecordedEvent[] = [];
    for (;;) {
      const page = await store.readStream(stream, { from: revision + 1n + BigInt(tail.length), max: TAIL_PAGE });
      for (const event of page) states.apply(event);
      tail.push(...page);
      if (page.length < TAIL_PAGE) return tail;
    }
  }

  async #outcome(stream: string, changed: boolean): Promise<Accepted<State>> {
    const { state, position } = await this.options.states.standing(stream);
    if (state === undefined) throw new TypeError(`${stream} was decided without a state`);
    return { state, position, changed };
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
