import { BEAT_EVERY_MS, LifeEndedError, type LifeStore } from '#membership';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * This life of a gateway, as all others see it: begun before it writes anything, beating as long as it lives, ended once everything
 * is settled. A store that does not answer for a while is no matter: nobody is presumed dead while nobody can beat.
 */
export class Life {
  readonly #dying = new AbortController();
  readonly #ending = new AbortController();
  #beating: Promise<void> | undefined;

  private constructor(
    readonly id: string,
    private readonly lives: Pick<LifeStore, 'beat' | 'end'>,
    private readonly info: { readonly version: string },
    private readonly everyMs: number,
  ) {}

  static async begin(id: string, lives: LifeStore, info: { readonly version: string }, everyMs = BEAT_EVERY_MS): Promise<Life> {
    await lives.begin(id, info);
    const life = new Life(id, lives, info, everyMs);
    life.#beating = life.#beat();
    return life;
  }

  /** Aborted when others have presumed this life dead and ended it: what it has open is theirs now, and it has to stop at once. */
  get dead(): AbortSignal {
    return this.#dying.signal;
  }

  /** Gracefully, with nothing left open. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.#beating;
    await this.lives.end(this.id);
  }

  async #beat(): Promise<void> {
    const { signal } = this.#ending;
    for (;;) {
      await delay(this.everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.lives.beat(this.id, this.info);
      } catch (fault) {
        if (!(fault instanceof LifeEndedError)) continue;
        this.#dying.abort();
        return;
      }
    }
  }
}
