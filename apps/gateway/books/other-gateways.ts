import type { Peers } from '#accounts';
import { LifeWatch, type LifeStore, type ObservedLife } from '#membership';

/** As long as a life is given before it is presumed dead; one that no document tells of is given the same. */
const UNKNOWN_AFTER_MS = 10_000;

/**
 * What this gateway knows of the others, as of its last look. Nothing here is certain: a life that is presumed dead may go on, so
 * whoever acts on it seals its leases first, and releases its holds by the same appends that it would have to win.
 */
export class OtherGateways implements Peers {
  readonly #watch: LifeWatch;
  #seen = new Map<string, ObservedLife>();
  #firstLookMs: number | undefined;

  constructor(
    private readonly lives: Pick<LifeStore, 'list' | 'end'>,
    private readonly own: string,
    options: { readonly deadAfterMs?: number } = {},
  ) {
    this.#watch = new LifeWatch({ lives, own, ...options });
  }

  /** Throws where the store does not answer: then nothing is known, and everybody is given their time anew. */
  async look(): Promise<void> {
    try {
      const observed = await this.#watch.observe();
      this.#seen = new Map(observed.map((life) => [life.life, life]));
      this.#firstLookMs ??= performance.now();
    } catch (fault) {
      this.#firstLookMs = undefined;
      throw fault;
    }
  }

  others(): boolean {
    return [...this.#seen.values()].some(({ life, state }) => life !== this.own && state === 'alive');
  }

  isDead(life: string): boolean {
    if (life === this.own) return false;
    const seen = this.#seen.get(life);
    return seen ? seen.state !== 'alive' : this.judgesUnknown;
  }

  /** Whether a life that no document tells of has had its time: one of an embedded installation that was migrated, for example. */
  get judgesUnknown(): boolean {
    return this.#firstLookMs !== undefined && performance.now() - this.#firstLookMs >= UNKNOWN_AFTER_MS;
  }

  /** Lives that are presumed dead or have ended. */
  get gone(): readonly ObservedLife[] {
    return [...this.#seen.values()].filter(({ state, life }) => state !== 'alive' && life !== this.own);
  }

  /** Nothing of it is left open: should it live after all, it hears so with its next beat, and stops. */
  bury(life: string): Promise<void> {
    return this.lives.end(life);
  }
}
