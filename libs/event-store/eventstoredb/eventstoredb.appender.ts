import { randomUUID } from 'node:crypto';
import { appendTexts, expectedRevision } from '../append-limits.js';
import { AmbiguousError, UnavailableError, WithdrawnError, type EventStoreError } from '../errors.js';
import type { AppendLimits, Appended, Position, SealedEvent } from '../event-store.port.js';
import { FirstUse } from '../first-use.js';
import { BatchCall, type BatchAnswer } from './eventstoredb.batch-call.js';
import type { Connection } from './eventstoredb.connection.js';
import { writtenBy, type WrittenAppend } from './eventstoredb.outcome.js';
import type { OwnStreams } from './eventstoredb.own-streams.js';
import { appendRequest } from './eventstoredb.requests.js';
import type { StreamCheck } from './eventstoredb.stream-check.js';

export interface AppenderOptions {
  readonly connection: Connection;
  readonly check: StreamCheck;
  readonly own: OwnStreams;
  /** For a repetition that the server does not place. */
  readonly positionOf: (stream: string, revision: bigint) => Promise<Position>;
}

const MAX_PENDING = 20_000;
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
const PING_TIMEOUT_MS = 5_000;
/** The server measures the deadline of an append by its own clock, and ends it later than we do, never because the clocks differ. */
const CLOCK_SLACK_MS = 60_000;

/** An append on its way. Until it is sent it is surely not written, and once it is given up it is not sent any more. */
interface PendingAppend {
  readonly stream: string;
  readonly events: readonly SealedEvent[];
  readonly before: bigint;
  readonly deadline: Date;
  state: 'waiting' | 'given up' | { readonly call: BatchCall; readonly correlation: string };
}

/** Appends over one call for all of them, in the order in which they come, each with a time-out of our own: the server keeps none. */
export class Appender {
  readonly #pending = new Set<Promise<Appended>>();
  #pendingBytes = 0;
  #opening: Promise<BatchCall> | undefined;
  #closed = false;

  constructor(private readonly options: AppenderOptions) {
    FirstUse.begin();
  }

  append(
    stream: string,
    events: readonly SealedEvent[],
    expected: bigint | 'no_stream',
    limits: AppendLimits & { readonly timeoutMs: number },
  ): Promise<Appended> {
    if (this.#closed) return Promise.reject(new UnavailableError('The event store is closed'));
    const bytes = appendTexts(stream, events).reduce((sum, text) => sum + text.length, 0);
    if (this.#pending.size >= MAX_PENDING || this.#pendingBytes + bytes > MAX_PENDING_BYTES) {
      return Promise.reject(new UnavailableError(`${this.#pending.size} appends are waiting for EventStoreDB already`));
    }
    this.#pendingBytes += bytes;
    const appended = this.#append(stream, events, expectedRevision(expected), limits);
    this.#pending.add(appended);
    const settled = (): void => {
      this.#pending.delete(appended);
      this.#pendingBytes -= bytes;
    };
    appended.then(settled, settled);
    return appended;
  }

  /** Takes no more appends and waits for those that it has taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
  }

  async #append(
    stream: string,
    events: readonly SealedEvent[],
    before: bigint,
    { timeoutMs, withdrawMs = timeoutMs }: AppendLimits & { readonly timeoutMs: number },
  ): Promise<Appended> {
    const timer = Promise.withResolvers<never>();
    const pending: PendingAppend = {
      stream,
      events,
      before,
      deadline: new Date(Date.now() + timeoutMs + CLOCK_SLACK_MS),
      state: 'waiting',
    };
    const timeout = setTimeout(() => timer.reject(timedOut(pending, timeoutMs)), timeoutMs);
    const withdrawal = setTimeout(() => {
      if (pending.state === 'waiting') timer.reject(timedOut(pending, withdrawMs));
    }, withdrawMs);
    const firstUse = FirstUse.of(events);
    try {
      const written = await Promise.race([this.#written(pending), timer.promise]);
      const position = written.position ?? (await this.options.positionOf(stream, written.revision));
      return { revision: written.revision, position, duplicate: !firstUse.proven };
    } catch (fault) {
      if (!(fault instanceof AmbiguousError)) firstUse.undo();
      throw fault;
    } finally {
      clearTimeout(timeout);
      clearTimeout(withdrawal);
    }
  }

  async #written(pending: PendingAppend): Promise<WrittenAppend> {
    const { stream, events, before, deadline } = pending;
    await this.options.check.passed(stream);
    const call = await this.#call();
    if (pending.state === 'given up') throw new UnavailableError(`The append to ${stream} was given up`);
    const correlation = randomUUID();
    pending.state = { call, correlation };
    const answer = await new Promise<BatchAnswer>((resolve) => {
      call.send(correlation, appendRequest(this.options.own.named(stream), events, before, correlation, deadline), resolve);
    });
    return writtenBy(answer, stream, before, events.length);
  }

  /** The call that is open, or a new one over a connection that has just answered: so what fails later may have been written. */
  async #call(): Promise<BatchCall> {
    for (;;) {
      const opening = (this.#opening ??= this.#open());
      const call = await opening;
      if (call.open) return call;
      if (this.#opening === opening) this.#opening = undefined;
    }
  }

  async #open(): Promise<BatchCall> {
    const { connection } = this.options;
    try {
      await connection.ping(PING_TIMEOUT_MS);
      return new BatchCall(await connection.batchAppend());
    } catch (cause) {
      this.#opening = undefined;
      throw cause instanceof UnavailableError ? cause : new UnavailableError('EventStoreDB takes no appends', { cause });
    }
  }
}

function timedOut(pending: PendingAppend, timeoutMs: number): EventStoreError {
  const text = `The append to ${pending.stream} took longer than ${timeoutMs} ms`;
  if (typeof pending.state === 'object') {
    pending.state.call.forget(pending.state.correlation);
    return new AmbiguousError(text);
  }
  pending.state = 'given up';
  return new WithdrawnError(`${text} and was not begun`);
}
