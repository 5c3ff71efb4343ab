import type { LifeRecord, LifeStore } from './lives.port.js';
import { Stillness } from './stillness.js';

export interface LifeWatchOptions {
  readonly lives: Pick<LifeStore, 'list'>;
  /** The observer's own life, if it has one: while its own beats do not arrive, nobody is presumed dead. */
  readonly own?: string;
  readonly deadAfterMs?: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly clockMs?: () => number;
}

export interface ObservedLife extends LifeRecord {
  /** `dead` is a presumption: it may beat again. Act on it only by what cannot go wrong if it does (seal its stream first). */
  readonly state: 'alive' | 'dead' | 'ended';
  /** For how long this observer has seen no beat. */
  readonly quietMs: number;
}

/** How often a life beats, and how often others look. */
export const BEAT_EVERY_MS = 2_000;
const DEAD_AFTER_MS = 10_000;
/** Reads, all successful, that must have found the same beat before a life is presumed dead. */
const GAPS = 3;

/**
 * Judges lives by what one observer sees: a life is presumed dead when its beats have not changed over `deadAfterMs` of the
 * observer's own clock and over at least three reads. When the store was away, everybody is given that time anew.
 */
export class LifeWatch {
  readonly #still = new Map<string, Stillness>();
  readonly #deadAfterMs: number;
  readonly #clockMs: () => number;

  constructor(private readonly options: LifeWatchOptions) {
    this.#deadAfterMs = options.deadAfterMs ?? DEAD_AFTER_MS;
    this.#clockMs = options.clockMs ?? (() => performance.now());
  }

  /** Reads all lives. Throws where the store does not answer. */
  async observe(): Promise<readonly ObservedLife[]> {
    const beganMs = this.#clockMs();
    const found = await this.options.lives.list().catch((error: unknown) => {
      this.#still.clear();
      throw error;
    });
    const times = { beganMs, endedMs: this.#clockMs() };
    for (const life of this.#still.keys()) if (!found.some((each) => each.life === life)) this.#still.delete(life);
    const observed = found.map((record) => ({ record, quietMs: this.#stillnessOf(record.life).saw(String(record.beats), times) }));
    const own = observed.find(({ record }) => record.life === this.options.own);
    const mute = own !== undefined && own.quietMs >= this.#deadAfterMs / 2;
    if (mute) for (const { record } of observed) if (record !== own.record) this.#stillnessOf(record.life).forget();
    return observed.map(({ record, quietMs }) => ({ ...record, quietMs, state: this.#stateOf(record, mute ? 0 : quietMs) }));
  }

  #stateOf({ ended }: LifeRecord, quietMs: number): ObservedLife['state'] {
    return ended ? 'ended' : quietMs >= this.#deadAfterMs ? 'dead' : 'alive';
  }

  #stillnessOf(life: string): Stillness {
    let still = this.#still.get(life);
    if (!still) this.#still.set(life, (still = new Stillness(this.#deadAfterMs / GAPS)));
    return still;
  }
}
