import { setTimeout as delay } from 'node:timers/promises';
import type { EventFilter, EventStore, Position, ReadAllPage, Subscription } from './event-store.port.js';

export interface LogFollowerOptions {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly after: Position;
  readonly filter: EventFilter;
  /** Pages in order, each awaited. A page that it throws on comes again. */
  readonly take: (page: ReadAllPage) => Promise<void> | void;
  /** Told once for each loss of the subscription. */
  readonly onLost: (cause: unknown) => void;
}

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;

/** A subscription that is kept: when it ends, for whatever reason, it is made again from where it got to. */
export class LogFollower {
  #reached: Position;
  #subscription: Subscription | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isLost = false;
  #headAtMs = performance.now();
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  constructor(private readonly options: LogFollowerOptions) {
    this.#reached = options.after;
    this.#ended = this.#supervise();
  }

  /** For how long it has not been at the head of the log, in milliseconds. */
  get behindMs(): number {
    return performance.now() - this.#headAtMs;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#subscription?.stop().catch(() => undefined);
    await this.#ended;
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const fault = await this.#subscribe();
      if (signal.aborted) return;
      if (!this.#isLost) this.options.onLost(fault);
      this.#isLost = true;
      // Jitter, so that gateways do not come back to a store that was down all at once.
      await delay(this.#pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
      this.#pauseMs = Math.min(this.#pauseMs * 2, MAX_PAUSE_MS);
    }
  }

  /** Until it ends; what it ended with, if that was a fault. */
  async #subscribe(): Promise<unknown> {
    const { store, filter } = this.options;
    try {
      this.#subscription = store.subscribe({ after: this.#reached, filter, onHead: () => this.#atHead() }, (page) => this.#take(page));
      await this.#subscription.ended;
      return new Error('The subscription ended');
    } catch (fault) {
      return fault;
    }
  }

  #atHead(): void {
    this.#headAtMs = performance.now();
  }

  async #take(page: ReadAllPage): Promise<void> {
    await this.options.take(page);
    this.#reached = page.scannedTo;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#isLost = false;
  }
}
