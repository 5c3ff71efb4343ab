import { Worker } from 'node:worker_threads';
import { appendTexts, expectedRevision, namedRevision } from '../append-limits.js';
import { AmbiguousError, ConflictError, UnavailableError } from '../errors.js';
import type { Appended, Position, SealedEvent } from '../event-store.port.js';
import type { WriterOptions } from './sqlite.open.js';
import { payloadOf } from './sqlite.payload.js';
import { CONFLICT, DUPLICATE, NUMBERS_PER_OUTCOME, type BatchOutcomes, type FromWriter, type ToWriter } from './sqlite.protocol.js';

export interface BatcherOptions extends WriterOptions {
  /** Appends that may wait for the writer, default 20,000; beyond: `UnavailableError` at once. */
  readonly maxWaiting?: number;
  /** Characters of payload that may wait, default 64 Mi. */
  readonly maxWaitingChars?: number;
  /** Appends in one transaction, default 32: the event loop feels small portions of answers least; raise it where a sync takes 2 ms or more (ADR 0002). */
  readonly maxBatch?: number;
  /** Batches given to the writer at a time, default 2: it writes one while the answers of the other are handled here. */
  readonly maxInFlight?: number;
}

interface PendingAppend {
  readonly stream: string;
  readonly expected: number;
  readonly count: number;
  readonly payload: string;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
  state: 'waiting' | 'in flight' | 'settled';
}

/** Characters of payload in one transaction: keeps a commit, and thus everybody's wait, short. */
const MAX_BATCH_CHARS = 4 * 1024 * 1024;

/** Gathers appends while the writer thread is busy and gives it one message for each batch. */
export class SqliteBatcher {
  readonly #waiting: PendingAppend[] = [];
  readonly #inFlight: PendingAppend[][] = [];
  readonly #options: Required<Omit<BatcherOptions, keyof WriterOptions>>;
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
  ) {
    this.#options = { maxWaiting: 20_000, maxWaitingChars: 64 * 1024 * 1024, maxBatch: 32, maxInFlight: 2, ...options };
  }

  /** Resolves when the file is open; throws `UnavailableError` naming why it is not. */
  static open(options: BatcherOptions, onHead: (head: Position) => void): Promise<SqliteBatcher> {
    const { file, maxPages } = options;
    const workerData: WriterOptions = { file, ...(maxPages !== undefined && { maxPages }) };
    const worker = new Worker(workerUrl(), { name: 'event-writer', workerData });
    const batcher = new SqliteBatcher(worker, onHead, options);
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

  append(stream: string, events: readonly SealedEvent[], expected: bigint | 'no_stream', timeoutMs?: number): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#unavailable) throw this.#unavailable;
      const texts = appendTexts(stream, events);
      const payload = payloadOf(texts);
      if (this.#waiting.length >= this.#options.maxWaiting || this.#waitingChars + payload.length > this.#options.maxWaitingChars) {
        throw new UnavailableError(`${this.#waiting.length} appends are waiting for the disk already`);
      }
      const before = Number(expectedRevision(expected));
      const pending: PendingAppend = {
        stream,
        expected: before,
        count: texts.length,
        payload,
        resolve,
        reject,
        timer: undefined,
        state: 'waiting',
      };
      if (timeoutMs !== undefined) pending.timer = setTimeout(() => this.#timedOut(pending, timeoutMs), timeoutMs);
      this.#waiting.push(pending);
      this.#waitingChars += payload.length;
      this.#flushSoon();
    });
  }

  /** Takes no more appends, writes those it has taken, then ends the thread. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    if (this.#dead) return;
    this.#unavailable = new UnavailableError('The event store is closed');
    if (this.#waiting.length > 0 || this.#inFlight.length > 0) await this.#idle.promise;
    if (this.#dead) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.#post({ close: true });
    await exited;
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
    while (this.#waiting.length > 0 && this.#inFlight.length < this.#options.maxInFlight) {
      let chars = 0;
      let size = 0;
      while (size < this.#waiting.length && size < this.#options.maxBatch && chars < MAX_BATCH_CHARS) {
        chars += (this.#waiting[size] as PendingAppend).payload.length;
        size += 1;
      }
      this.#waitingChars -= chars;
      const batch = this.#waiting.splice(0, size).filter((append) => append.state === 'waiting');
      if (batch.length === 0) continue;
      for (const append of batch) append.state = 'in flight';
      this.#inFlight.push(batch);
      this.#post({
        batch: {
          streams: batch.map((append) => append.stream),
          expected: batch.map((append) => append.expected),
          counts: batch.map((append) => append.count),
          payloads: batch.map((append) => append.payload),
        },
      });
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
    if (!('outcomes' in answer || 'fault' in answer)) return;
    const batch = this.#inFlight.shift() ?? [];
    if ('outcomes' in answer) {
      batch.forEach((append, index) => this.#settle(append, answer.outcomes, index * NUMBERS_PER_OUTCOME));
      this.onHead(BigInt(answer.head));
    } else {
      const { ambiguous, message } = answer.fault;
      const fault = ambiguous
        ? new AmbiguousError(`The events may not have been written: ${message}`)
        : new UnavailableError(`The events cannot be written: ${message}`);
      for (const append of batch) settle(append, () => append.reject(fault));
    }
    if (this.#waiting.length > 0) this.#flushSoon();
    else this.#flush();
  }

  #settle(append: PendingAppend, outcomes: BatchOutcomes, at: number): void {
    const [outcome, revision, position] = [outcomes[at], BigInt(outcomes[at + 1] as number), BigInt(outcomes[at + 2] as number)];
    if (outcome === CONFLICT) {
      const expected = namedRevision(BigInt(append.expected));
      settle(append, () => append.reject(new ConflictError(append.stream, expected, namedRevision(revision))));
    } else settle(append, () => append.resolve({ revision, position, duplicate: outcome === DUPLICATE }));
  }

  /** One that still waits here is surely not written; one in flight may be. */
  #timedOut(append: PendingAppend, timeoutMs: number): void {
    const [waiting, text] = [append.state === 'waiting', `The append to ${append.stream} took longer than ${timeoutMs} ms`];
    settle(append, () => append.reject(waiting ? new UnavailableError(`${text} and was not begun`) : new AmbiguousError(text)));
  }

  #died(cause: Error): void {
    this.#dead = true;
    this.#unavailable ??= new UnavailableError(`The writer of the event store has stopped: ${cause.message}`, { cause });
    const lost = new AmbiguousError('The writer of the event store stopped during the append', { cause });
    for (const append of this.#inFlight.splice(0).flat()) settle(append, () => append.reject(lost));
    for (const append of this.#waiting.splice(0)) settle(append, () => append.reject(this.#unavailable as UnavailableError));
    this.#idle.resolve();
  }
}

function settle(append: PendingAppend, how: () => void): void {
  if (append.state === 'settled') return;
  append.state = 'settled';
  if (append.timer) clearTimeout(append.timer);
  how();
}

/** A thread runs compiled code: under Jest, where this module is the source, that is its output below dist/. */
function workerUrl(): URL {
  const url = new URL('./sqlite.worker.js', import.meta.url);
  if (import.meta.url.endsWith('.ts')) url.pathname = url.pathname.replace(/\/libs\/event-store\/sqlite\//, '/dist$&');
  return url;
}
