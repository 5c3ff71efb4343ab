import { Worker } from 'node:worker_threads';
import { asBuffer, movable, type FromAside, type JobName, type ToAside } from './aside.protocol.js';

/** Far beyond what a job can need (`values.ts`): a thread that reached it might take its process with it. */
const HEAP_MIB = 2_048;
/** A thread without work ends, and gives back what its largest job took. */
const IDLE_MS = 30_000;

/** The thread could not do it. What a large body was lent for ends here; the next job has a thread again. */
export class AsideError extends Error {
  readonly code = 'ASIDE_FAILED';
}

interface Job extends ToAside {
  /** Asked when its turn comes. */
  readonly isWanted: (() => boolean) | undefined;
  readonly resolve: (done: { readonly result: unknown; readonly bytes: Buffer }) => void;
  readonly reject: (fault: AsideError) => void;
}

/** One thread, which does one job after another. It begins with the first, ends when there have been none for a while, and is replaced when it dies. */
export class AsideThread {
  private worker: Worker | undefined;
  private running: Job | undefined;
  private readonly waiting: Job[] = [];
  private idle: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly idleMs = IDLE_MS) {}

  /** The bytes are the thread's until the job has ended; rejects with `ASIDE_FAILED`, and then they are lost. */
  run(
    job: JobName,
    bytes: Uint8Array,
    args: readonly unknown[],
    isWanted?: () => boolean,
  ): Promise<{ readonly result: unknown; readonly bytes: Buffer }> {
    if (this.closed) return Promise.reject(new AsideError('The gateway is stopping'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, bytes, args, isWanted, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.idle);
    await this.worker?.terminate();
    for (const job of this.waiting.splice(0)) job.reject(new AsideError('The gateway is stopping'));
  }

  private next(): void {
    if (this.running || this.closed) return;
    clearTimeout(this.idle);
    let job = this.waiting.shift();
    for (; job?.isWanted?.() === false; job = this.waiting.shift()) job.reject(new AsideError('Nobody waits for it any more'));
    if (!job) return this.rest();
    this.running = job;
    const { args, bytes } = job;
    this.worker ??= this.start();
    this.worker.postMessage({ job: job.job, args, bytes } satisfies ToAside, movable(bytes));
  }

  private rest(): void {
    this.idle = setTimeout(() => this.leave(), this.idleMs).unref();
  }

  private leave(): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(workerUrl(), { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } });
    worker.on('message', (message: FromAside) => this.done(message));
    worker.on('error', () => undefined); // its exit follows
    worker.on('exit', () => this.died(worker));
    worker.unref(); // behind its listeners, of which one would keep the process
    return worker;
  }

  private done(message: FromAside): void {
    const job = this.running;
    this.running = undefined;
    if ('fault' in message) job?.reject(new AsideError(`${job.job}: ${message.fault}`));
    else job?.resolve({ result: message.result, bytes: asBuffer(message.bytes) });
    this.next();
  }

  private died(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const job = this.running;
    this.running = undefined;
    job?.reject(new AsideError(`${job.job}: its thread has ended`));
    this.next();
  }
}

/** Tests run the sources: the thread runs what was built of them. */
function workerUrl(): URL {
  const url = new URL('./aside.worker.js', import.meta.url);
  if (import.meta.url.endsWith('.ts')) url.pathname = url.pathname.replace(/\/libs\/wire\/aside\//, '/dist$&');
  return url;
}
