import { NOTICED_TYPES } from '#accounts';
import { LogFollower } from '#event-store';
import { BEAT_EVERY_MS } from '#membership';
import type { Logger } from 'pino';
import type { Books } from './books.js';
import type { OtherGateways } from './other-gateways.js';
import { reclaim } from './reclaimer.js';

const TICK_MS = 1_000;
/** What no look at lives has led to is looked for this often. */
const SWEEP_MS = 60_000;

/**
 * What a gateway that is not alone does beside its requests: it hears of recalls and seals, gives back leases that are over or idle,
 * watches who lives, and takes back what the dead have left. Everything is done again until it has worked.
 */
export class LeaseKeeper {
  readonly #follower: LogFollower;
  readonly #cleared = new Set<string>();
  #timers: NodeJS.Timeout[] = [];
  #ticking: Promise<void> | undefined;
  #watching: Promise<void> | undefined;
  #sweptMs = -Infinity;
  /** Lives that no document tells of have been looked for: as soon as they can be judged, not only with the next sweep. */
  #sweptUnknown = false;
  #failing = new Set<string>();

  constructor(
    private readonly books: Pick<Books, 'store' | 'models' | 'accounts' | 'projector'>,
    private readonly others: OtherGateways,
    private readonly log: Logger,
    after: bigint,
  ) {
    this.#follower = new LogFollower({
      store: books.store,
      after,
      filter: { types: NOTICED_TYPES },
      take: ({ events }) => events.forEach((event) => books.accounts.notice(event)),
      onLost: (err) => log.error({ err }, 'Recalls and seals are not heard of; trying again until they are'),
    });
  }

  /** Before the port opens: who lives is known, as far as one look tells. */
  async start(): Promise<void> {
    await this.#watch();
    this.#timers = [
      setInterval(() => void (this.#ticking ??= this.#tick().finally(() => (this.#ticking = undefined))), TICK_MS),
      setInterval(() => void (this.#watching ??= this.#watch().finally(() => (this.#watching = undefined))), BEAT_EVERY_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Once no request is open: gives every lease back, so that nobody has to wait for them. */
  async stop(): Promise<void> {
    this.#timers.forEach(clearInterval);
    await Promise.all([this.#ticking, this.#watching, this.#follower.stop()]);
    await this.#attempt('giving leases back', () => this.books.accounts.close());
  }

  #tick(): Promise<void> {
    return this.#attempt('ending leases', () => this.books.accounts.tick());
  }

  async #watch(): Promise<void> {
    await this.#attempt('watching other gateways', () => this.others.look());
    const gone = this.others.gone.filter(({ life }) => !this.#cleared.has(life));
    const { judgesUnknown } = this.others;
    const isSwept = performance.now() - this.#sweptMs < SWEEP_MS && (this.#sweptUnknown || !judgesUnknown);
    if (gone.length === 0 && isSwept) return;
    await this.#attempt('taking back what dead gateways left', async () => {
      const ended = await reclaim(this.books, (life) => this.others.isDead(life));
      if (ended > 0) this.log.warn({ ended, lives: gone.map(({ life }) => life) }, 'Holds and leases of dead gateways were taken back');
      this.#sweptMs = performance.now();
      this.#sweptUnknown ||= judgesUnknown;
      for (const { life, state } of gone) {
        if (state === 'dead') await this.others.bury(life);
        this.#cleared.add(life);
      }
    });
  }

  /** What goes on failing is told once. */
  async #attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.#failing.delete(what);
    } catch (err) {
      if (!this.#failing.has(what)) this.log.error({ err }, `${what} failed; it is tried again, and told once`);
      this.#failing.add(what);
    }
  }
}
