import { grouped } from './output.js';

const QUIET_MS = 2_000;
const TERMINAL_MS = 250;
const LOG_MS = 5_000;
/** A position that is no count of events tells how far it is, and not how many. */
const BEYOND_COUNTING = 1n << 64n;

/** Tells on stderr how far something is that takes longer than two seconds. On a terminal the line is written over. */
export class Progress {
  readonly #startedMs = performance.now();
  #shownMs = -Infinity;
  #shown = false;

  constructor(
    private readonly what: string,
    private readonly total?: bigint,
  ) {}

  update(done: bigint): void {
    const nowMs = performance.now();
    const pauseMs = process.stderr.isTTY ? TERMINAL_MS : LOG_MS;
    if (nowMs - this.#startedMs < QUIET_MS || nowMs - this.#shownMs < pauseMs) return;
    this.#shownMs = nowMs;
    this.#shown = true;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${this.#line(done)}` : `${this.#line(done)}\n`);
  }

  /** Takes the line off a terminal. */
  end(): void {
    if (this.#shown && process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    this.#shown = false;
  }

  #line(done: bigint): string {
    if (this.total !== undefined && this.total >= BEYOND_COUNTING) return `${this.what}: ${(done * 100n) / this.total} %`;
    if (this.total === undefined || this.total === 0n) return `${this.what}: ${grouped(done)}`;
    return `${this.what}: ${grouped(done)} of ${grouped(this.total)} (${(done * 100n) / this.total} %)`;
  }
}
