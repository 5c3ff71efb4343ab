import { TipFile, type CheckedTip } from './tip-file.js';

/** Some 200 bytes each. */
const TIPS_IN_MEMORY = 50_000;

/**
 * The tip of every stream seen so far. A log has as many streams as payments and idempotent commands, so only those in recent use
 * stay in memory; the others go to a temporary file that the system removes with the process.
 */
export class StreamTips {
  readonly #recent = new Map<string, CheckedTip>();
  #file: TipFile | undefined;

  constructor(readonly limit = TIPS_IN_MEMORY) {}

  get(stream: string): CheckedTip | undefined {
    return this.#recent.get(stream) ?? this.#file?.get(stream);
  }

  set(stream: string, tip: CheckedTip): void {
    this.#recent.delete(stream);
    this.#recent.set(stream, tip);
    if (this.#recent.size > this.limit) this.#spill();
  }

  close(): void {
    this.#file?.close();
    this.#recent.clear();
  }

  /** Half at a time: one transaction for many tips. Maps keep their order, so the longest unused come first. */
  #spill(): void {
    const entries = [...this.#recent].slice(0, Math.ceil(this.limit / 2));
    (this.#file ??= new TipFile()).put(entries);
    for (const [stream] of entries) this.#recent.delete(stream);
  }
}
