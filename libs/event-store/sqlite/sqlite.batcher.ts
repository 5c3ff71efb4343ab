import type { Worker } from 'node:worker_threads';
import { appendTexts, expectedRevision, namedRevision } from '../append-limits.js';
import { AmbiguousError, ConflictError, UnavailableError, WithdrawnError } from '../errors.js';
import type { AppendOptions, Appended, Position, SealedEvent } from '../event-store.port.js';
import { Alarm } from './sqlite.alarm.js';
import { DEFAULTS, type BatcherLimits, type BatcherOptions } from './sqlite.batcher.options.js';
import { LOCKED } from './sqlite.faults.js';
import { packBatch, unpackOutcomes } from './sqlite.packing.js';
import { payloadOf } from './sqlite.payload.js';
import { faultOf, settle, type Batch, type PendingAppend } from './sqlite.pending.js';
import {
  CLOSING_CELL,
  CONFLICT,
  DUPLICATE,
  FURTHER_CELLS,
  LOCK_CELL,
  NUMBERS_PER_OUTCOME,
  WITHDRAWN,
  type BatchOutcomes,
  type Claims,
  type FromWriter,
  type PackedOutcomes,
  type ToWriter,
} from './sqlite.protocol.js';
import { Slots } from './sqlite.slots.js';
import { startWriter } from './sqlite.thread.js';

/** Characters of payload in one transaction: keeps a commit, and thus everybody's wait, short. */
const MAX_BATCH_CHARS = 4 * 1024 * 1024;
/** A probe that is not answered by then says that the writer is stalled; so does a batch that is older. */
const PROBE_MS = 900;
/** A stop waits this long for a commit whose fate is not known. */
const CLOSING_MS = 5_000;

/** Gathers appends while the writer thread is busy and gives it one message for each batch. */
export class SqliteBatcher {
  #waiting: PendingAppend[] = [];
  readonly #inFlight: Batch[] = [];
  readonly #options: BatcherLimits;
  readonly #claims: Claims;
  /** What was sent behind an append that is not answered, by the hash that it waits for. */
  readonly #followers = new Map<string, PendingAppend>();
  readonly #alarm = new Alarm(() => this.#withdrawDue());
  readonly #slots: Slots;
  /** When the writer answered last. */
  #movedMs = 0;
  #tidying = false;
  #probe: PromiseWithResolvers<string | null> | undefined;
  #waitingChars = 0;
  #flushing = false;
  #unavailable: UnavailableError | undefined;
  #idle = Promise.withResolvers<void>();
  #closing: Promise<void> | undefined;
  #dead = false;

  private constructor(
    readonly worker: Worker,
    readonly onHead: (head: Position) => void,
    options: BatcherOptions,
    claims: Claims,
  ) {
    this.#options = { ...DEFAULTS, ...options };
    this.#claims = claims;
    this.#slots = new Slots(claims, this.#options);
  }

  /** Resolves when the file is open; throws `UnavailableError` naming why it is not. */
  static open(options: BatcherOptions, onHead: (head: Position) => void): Promise<SqliteBatcher> {
    const { file, maxPages } = options;
    const { maxBatch, maxInFlight } = { ...DEFAULTS, ...options };
    const claims: Claims = new Int32Array(new SharedArrayBuffer((maxBatch * maxInFlight + FURTHER_CELLS) * Int32Array.BYTES_PER_ELEMENT));
    const worker = startWriter({ file, claims, ...(maxPages !== undefined && { maxPages }) });
    const batcher = new SqliteBatcher(worker, onHead, options, claims);
    return new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (message: FromWriter) => {
        if ('cannotOpen' in message) return reject(new UnavailableError(message.cannotOpen));
        worker.off('error', reject);
        worker.on('message', (answer: FromWriter) => batcher.#answered(answer));
        worker.on('error', (cause) => batcher.#died(cause as Error));
        worker.on('exit', (code) => batcher.#died(new Error(`the writer thread ended with ${code}`)));
        resolve(batcher);
      });
    });
  }

  append(stream: string, events: readonly SealedEvent[], expected: bigint | 'no_stream', options: AppendOptions = {}): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#unavailable) throw this.#unavailable;
      const texts = appendTexts(stream, events);
      const payload = payloadOf(texts);
      this.#tidy();
      if (this.#waiting.length >= this.#options.maxWaiting || this.#waitingChars + payload.length > this.#options.maxWaitingChars) {
        throw new UnavailableError(`${this.#waiting.length} appends are waiting for the disk already`);
      }
      const before = Number(expectedRevision(expected));
      const withdrawMs = Math.min(options.timeoutMs ?? Infinity, options.withdrawMs ?? Infinity);
      const pending: PendingAppend = {
        stream,
        expected: before,
        count: texts.length,
        payload,
        hash: (events.at(-1) as SealedEvent).hash,
        behind: options.behind,
        resolve,
        reject,
        withdrawMs,
        untilMs: withdrawMs < Infinity ? performance.now() + withdrawMs : Infinity,
        state: 'waiting',
        cell: -1,
      };
      this.#alarm.by(pending.untilMs);
      if (pending.behind !== undefined) this.#followers.set(pending.behind, pending);
      this.#waiting.push(pending);
      this.#waitingChars += payload.length;
      this.#flushSoon();
    });
  }

  /** Throws `UnavailableError` naming why nothing can be written now. Asked by several at once, it is tried once. */
  async probe(): Promise<void> {
    if (this.#unavailable) throw this.#unavailable;
    const [first] = this.#inFlight;
    const stalledMs = first ? performance.now() - Math.max(first.postedMs, this.#movedMs) : 0;
    if (stalledMs > PROBE_MS) throw this.#stalled();
    if (!this.#probe) {
      this.#probe = Promise.withResolvers();
      this.#post({ probe: true });
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => (timer = setTimeout(() => reject(this.#stalled()), PROBE_MS)));
    const problem = await Promise.race([this.#probe.promise, late]).finally(() => clearTimeout(timer));
    if (problem !== null) throw new UnavailableError(`The events cannot be written: ${problem}`);
  }

  /** It waits for a lock, or else for its disk. */
  #stalled(): UnavailableError {
    const isLocked = Atomics.load(this.#claims, this.#claims.length + LOCK_CELL) === 1;
    return new UnavailableError(`The events cannot be written: ${isLocked ? LOCKED : 'the disk does not answer'}`);
  }

  /** Takes no more appends, writes those it has taken, then ends the thread. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    if (this.#dead) return;
    this.#unavailable = new UnavailableError('The event store is closed');
    if (this.#waiting.length > 0 || this.#inFlight.length > 0) await this.#settled();
    if (this.#dead) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.#post({ close: true });
    await exited;
  }

  /** What is waiting is written or withdrawn; a commit whose fate the writer cannot find out is given up at last. */
  async #settled(): Promise<void> {
    const giveUp = setTimeout(() => {
      Atomics.store(this.#claims, this.#claims.length + CLOSING_CELL, 1);
      Atomics.notify(this.#claims, this.#claims.length + CLOSING_CELL);
    }, CLOSING_MS);
    await this.#idle.promise;
    clearTimeout(giveUp);
  }

  /** At the end of the tick, so that all appends of the tick go together. */
  #flushSoon(): void {
    if (this.#flushing || this.#inFlight.length >= this.#options.maxInFlight) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    this.#tidy();
    while (this.#waiting.length > 0 && this.#inFlight.length < this.#options.maxInFlight) {
      let chars = 0;
      let size = 0;
      while (size < this.#waiting.length && size < this.#options.maxBatch && chars < MAX_BATCH_CHARS) {
        chars += (this.#waiting[size] as PendingAppend).payload.length;
        size += 1;
      }
      this.#waitingChars -= chars;
      const batch = this.#waiting.splice(0, size);
      const slot = this.#slots.claim(batch);
      this.#inFlight.push({ appends: batch, postedMs: performance.now() });
      this.#post(packBatch(batch, slot));
    }
    if (this.#waiting.length === 0 && this.#inFlight.length === 0) {
      this.#idle.resolve();
      this.#idle = Promise.withResolvers();
    }
  }

  #post(message: ToWriter): void {
    this.worker.postMessage(message);
  }

  #answered(answer: FromWriter): void {
    if ('probed' in answer) {
      this.#probe?.resolve(answer.probed);
      this.#probe = undefined;
      return;
    }
    if (Array.isArray(answer)) this.#written(unpackOutcomes(answer as PackedOutcomes));
    else if ('fault' in answer) this.#failed(answer.batches, faultOf(answer.fault));
    if (this.#waiting.length > 0) this.#flushSoon();
    else this.#flush();
  }

  #written({ batches, head, outcomes }: ReturnType<typeof unpackOutcomes>): void {
    let at = 0;
    for (const append of this.#ended(batches)) {
      this.#settle(append, outcomes, at);
      at += NUMBERS_PER_OUTCOME;
    }
    if (head > 0) this.onHead(BigInt(head));
  }

  #failed(batches: number, fault: Error): void {
    for (const append of this.#ended(batches)) this.#end(append, () => append.reject(fault));
  }

  #ended(batches: number): readonly PendingAppend[] {
    this.#movedMs = performance.now();
    return this.#inFlight.splice(0, batches).flatMap(({ appends }) => appends);
  }

  #settle(append: PendingAppend, outcomes: BatchOutcomes, at: number): void {
    const [outcome, revision, position] = [outcomes[at], BigInt(outcomes[at + 1] as number), BigInt(outcomes[at + 2] as number)];
    if (outcome === WITHDRAWN) return; // told already, when it was
    if (outcome === CONFLICT) {
      const expected = namedRevision(BigInt(append.expected));
      this.#end(append, () => append.reject(new ConflictError(append.stream, expected, namedRevision(revision))));
    } else this.#end(append, () => append.resolve({ revision, position, duplicate: outcome === DUPLICATE }));
  }

  #withdrawDue(): void {
    const nowMs = performance.now();
    for (const append of [...this.#waiting, ...this.#inFlight.flatMap(({ appends }) => appends)]) {
      if (append.state === 'settled') continue;
      if (append.untilMs > nowMs) this.#alarm.by(append.untilMs);
      else {
        append.untilMs = Infinity; // once: what is taken by then is waited for
        this.#withdraw(append, append.withdrawMs);
      }
    }
  }

  /** Before anybody is told. What stands in a transaction already cannot be taken back: its end is waited for. */
  #withdraw(append: PendingAppend, afterMs: number): void {
    if (append.state === 'in flight' && this.#slots.isTaken(append)) return;
    if (append.state === 'waiting') this.#tidySoon();
    const follower = this.#followers.get(append.hash);
    this.#end(append, () => append.reject(new WithdrawnError(`The append to ${append.stream} was not begun within ${afterMs} ms`)));
    if (follower) this.#withdraw(follower, afterMs); // it could only conflict
  }

  #end(append: PendingAppend, how: () => void): void {
    if (append.behind !== undefined && this.#followers.get(append.behind) === append) this.#followers.delete(append.behind);
    settle(append, how);
  }

  /** What was withdrawn makes room for others, however long the writer is stalled. */
  #tidySoon(): void {
    if (this.#tidying) return;
    this.#tidying = true;
    setImmediate(() => {
      this.#tidy();
      this.#flush();
    });
  }

  #tidy(): void {
    if (!this.#tidying) return;
    this.#tidying = false;
    this.#waiting = this.#waiting.filter((append) => append.state === 'waiting');
    this.#waitingChars = this.#waiting.reduce((sum, { payload }) => sum + payload.length, 0);
  }

  #died(cause: Error): void {
    this.#dead = true;
    this.#unavailable ??= new UnavailableError(`The writer of the event store has stopped: ${cause.message}`, { cause });
    const lost = new AmbiguousError('The writer of the event store stopped during the append', { cause });
    for (const append of this.#inFlight.splice(0).flatMap(({ appends }) => appends)) {
      this.#end(append, () => append.reject(this.#slots.isTaken(append) ? lost : (this.#unavailable as UnavailableError)));
    }
    for (const append of this.#waiting.splice(0)) this.#end(append, () => append.reject(this.#unavailable as UnavailableError));
    this.#probe?.resolve(this.#unavailable.message);
    this.#idle.resolve();
  }
}
