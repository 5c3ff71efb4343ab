import type { Term, TermRecord, TermStore } from './leadership.port.js';
import { Stillness } from './stillness.js';

export interface LeadershipOptions {
  /** Under the name of their collection, which is older than the word. */
  readonly leases: TermStore;
  /** What is led: `projector`. */
  readonly name: string;
  /** Of this process alone, and new with each of its lives. */
  readonly holder: string;
  /** A holder whose record has not changed for so long has lost it. */
  readonly expireAfterMs?: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly clockMs?: () => number;
}

/** A candidate asks, and a holder renews, this often: a dead holder is followed within about six seconds. */
export const RENEW_EVERY_MS = 1_000;
const EXPIRE_AFTER_MS = 5_000;
/** So many reads at least, without a failure between them, before a holder is presumed dead. */
const GAPS = 3;

/**
 * One process's way to lead for a term. Expiry is judged by the observer alone, who sees that the record does not change; clocks of two
 * machines are never compared. A holder that was presumed dead too early does no harm: its token is behind, and stores refuse it.
 */
export class Leadership {
  readonly #still: Stillness;
  readonly #expireAfterMs: number;
  readonly #clockMs: () => number;
  #held: TermRecord | undefined;
  #renewedMs = 0;

  constructor(private readonly options: LeadershipOptions) {
    this.#expireAfterMs = options.expireAfterMs ?? EXPIRE_AFTER_MS;
    this.#clockMs = options.clockMs ?? (() => performance.now());
    this.#still = new Stillness(this.#expireAfterMs / GAPS);
  }

  /** The term, with a token that is higher than all before; undefined while another holder lives. One try: ask every `RENEW_EVERY_MS`. */
  async acquire(): Promise<Term | undefined> {
    const { leases, name, holder } = this.options;
    const beganMs = this.#clockMs();
    const found = await leases.read(name).catch((error: unknown) => {
      this.#still.forget();
      throw error;
    });
    if (found && !this.#isFree(found, beganMs)) return undefined;
    return this.#take(found, { name, token: (found?.token ?? 0) + 1, holder, beat: 0 });
  }

  /** False once the term is lost. Throws where the store does not answer: it may go on as long as it is `held`. */
  async renew(): Promise<boolean> {
    const before = this.#held;
    if (!before) return false;
    const next = { ...before, beat: before.beat + 1 };
    if (await this.#take(before, next)) return true;
    // A renewal whose answer was lost is found as it was written.
    const found = await this.options.leases.read(before.name);
    if (found?.token === before.token && found.holder === before.holder)
      return (await this.#take(found, { ...found, beat: found.beat + 1 })) !== undefined;
    this.#held = undefined;
    return false;
  }

  /** Gives it back, so that the next one need not wait. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held) await this.options.leases.swap(held, { ...held, holder: null });
  }

  /** False as soon as others may presume this holder dead, by its own clock: it should stop writing, though the fence would hold. */
  get held(): boolean {
    return this.#held !== undefined && this.#clockMs() - this.#renewedMs < this.#expireAfterMs;
  }

  #isFree({ holder, token, beat }: TermRecord, beganMs: number): boolean {
    if (holder === null || holder === this.options.holder) return true;
    return this.#still.saw(`${token}/${beat}`, { beganMs, endedMs: this.#clockMs() }) >= this.#expireAfterMs;
  }

  async #take(before: TermRecord | undefined, next: TermRecord): Promise<Term | undefined> {
    const beganMs = this.#clockMs();
    if (!(await this.options.leases.swap(before, next))) return undefined;
    this.#held = next;
    this.#renewedMs = beganMs;
    return { name: next.name, token: next.token };
  }
}
