import type { JsonObject } from '#event-store';
import { BEAT_EVERY_MS, LifeEndedError, type LifeStore } from '#membership';
import { setTimeout as delay } from 'node:timers/promises';

/** What a life tells with each beat, and hears. */
export interface LifeVoice {
  readonly info: () => JsonObject;
  readonly hear: (asked: string) => void;
}

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
    private readonly voice: LifeVoice,
    private readonly everyMs: number,
  ) {}

  static async begin(id: string, lives: LifeStore, voice: LifeVoice, everyMs = BEAT_EVERY_MS): Promise<Life> {
    await lives.begin(id, voice.info());
    const life = new Life(id, lives, voice, everyMs);
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
        const asked = await this.lives.beat(this.id, this.voice.info());
        if (asked !== undefined) this.voice.hear(asked);
      } catch (fault) {
        if (!(fault instanceof LifeEndedError)) continue;
        this.#dying.abort();
        return;
      }
    }
  }
}
