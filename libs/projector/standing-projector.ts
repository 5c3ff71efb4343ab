import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { PROJECTIONS, foldedShape } from '#projections';
import { FencedError, type ReadModels } from '#read-model';
import { Leadership, LeaderWatch, RENEW_EVERY_MS, type Term } from '#membership';
import { ProjectionRunner, ProjectorLoop, ProjectorTroubles, RemoteProjector, type ProjectorView } from '#projecting';
import { PROJECTOR_LEADERSHIP, type ProjectorStores } from './projector.stores.js';

export interface StandingProjectorOptions {
  /** Opens the stores; asked again whenever they were lost. */
  readonly open: () => Promise<ProjectorStores>;
  /** Of this process alone, and new with each of its lives. */
  readonly holder: string;
  readonly log: Logger;
  /** How long a leader may be quiet before it is followed. */
  readonly expireAfterMs?: number;
}

/** `away`: the stores cannot be had; they are tried again until they can. */
export type ProjectorPhase = 'away' | 'standing by' | 'leading' | 'stopped';

/** How long the leader sleeps at the head of the log: what reads that wait for a position wait for at the most. */
const IDLE_MS = 40;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;

/**
 * One of any number of projectors: stands by until its term begins, then leads the projections until that ends or it loses a
 * store, and stands by again. It ends only when it is told to. What it still writes after another one took over is refused by the
 * store, by the term's token, so nothing is applied twice.
 */
export class StandingProjector {
  #phase: ProjectorPhase = 'away';
  #view: ProjectorView | undefined;
  #loop: ProjectorLoop | undefined;
  #told = '';
  #pauseMs = FIRST_PAUSE_MS;
  readonly #stopping = new AbortController();
  readonly #troubles: ProjectorTroubles;
  #ran: Promise<void> | undefined;

  constructor(private readonly options: StandingProjectorOptions) {
    this.#troubles = new ProjectorTroubles(({ kind, message }) => options.log.error({ projector: kind }, message));
  }

  get phase(): ProjectorPhase {
    return this.#phase;
  }

  /** Where the projections stand, whoever leads them; undefined while the stores are away. */
  get view(): ProjectorView | undefined {
    return this.#view;
  }

  start(): void {
    this.#ran ??= this.#run();
  }

  /** Everything folded is stored, and the term given back. Stopping twice is stopping once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#loop?.receive({ stop: true });
    await this.#ran;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        await this.#serve();
      } catch (fault) {
        this.#tellOnce(fault);
        await this.#sleep(this.#pauseMs * (0.5 + Math.random() / 2));
        this.#pauseMs = Math.min(this.#pauseMs * 2, MAX_PAUSE_MS);
      }
    }
    this.#phase = 'stopped';
  }

  /** As long as the stores are there. */
  async #serve(): Promise<void> {
    const stores = await this.options.open();
    const { events, rows, terms } = stores;
    const watch = new LeaderWatch(terms, PROJECTOR_LEADERSHIP);
    this.#view = new RemoteProjector({ events, models: rows, projections: PROJECTIONS, leader: () => watch.look() });
    try {
      while (!this.#isStopping) await this.#compete(stores);
    } finally {
      this.#phase = 'away';
      this.#view = undefined;
      await stores.close().catch(() => undefined);
    }
  }

  /** Stands by until a term begins, then leads until it ends. */
  async #compete(stores: ProjectorStores): Promise<void> {
    const { holder, expireAfterMs, log } = this.options;
    const { terms } = stores;
    const leadership = new Leadership({
      leases: terms,
      name: PROJECTOR_LEADERSHIP,
      holder,
      ...(expireAfterMs !== undefined && { expireAfterMs }),
    });
    this.#phase = 'standing by';
    const term = await this.#acquire(leadership);
    if (!term) return;
    log.info({ token: term.token }, 'Leading the projections');
    this.#phase = 'leading';
    try {
      await this.#lead(stores, leadership, term);
      log.info({ token: term.token }, this.#isStopping ? 'Stopping' : 'The lease is lost: standing by');
    } catch (fault) {
      if (!(fault instanceof FencedError)) throw fault;
      log.warn({ token: term.token }, 'Another projector has taken over: standing by');
    } finally {
      this.#loop = undefined;
      await leadership.release().catch(() => undefined);
    }
  }

  async #acquire(leadership: Leadership): Promise<Term | undefined> {
    while (!this.#isStopping) {
      const term = await leadership.acquire();
      if (term) return term;
      this.#isWell();
      await this.#sleep(RENEW_EVERY_MS);
    }
    return undefined;
  }

  async #lead(stores: ProjectorStores, leadership: Leadership, term: Term): Promise<void> {
    const leading = new AbortController();
    const renewal = this.#renew(leadership, leading.signal);
    let models: ReadModels | undefined;
    try {
      models = await stores.readModels(term);
      const runner = await ProjectionRunner.open({ events: stores.events, models, projections: PROJECTIONS, upcast: foldedShape });
      const loop = new ProjectorLoop({ runner, tell: (message) => this.#heard(message), duty: 1, idleMs: IDLE_MS });
      if (this.#isStopping || !leadership.held) loop.receive({ stop: true });
      this.#loop = loop;
      await loop.run();
    } finally {
      leading.abort();
      await renewal;
      await models?.close().catch(() => undefined);
    }
  }

  /** Who cannot renew in time stops by itself, though the fence would hold. */
  async #renew(leadership: Leadership, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(RENEW_EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const isHeld = await leadership.renew().catch(() => leadership.held);
      if (!isHeld) this.#loop?.receive({ stop: true });
    }
  }

  #heard(message: Parameters<ConstructorParameters<typeof ProjectorLoop>[0]['tell']>[0]): void {
    if ('projected' in message) this.#troubles.look(message.projected);
    this.#isWell();
  }

  #isWell(): void {
    if (this.#told !== '') this.options.log.info('The stores are back');
    this.#told = '';
    this.#pauseMs = FIRST_PAUSE_MS;
  }

  /** A store that is down for an hour is one line in the log, not a thousand. */
  #tellOnce(fault: unknown): void {
    const message = fault instanceof Error ? fault.message : String(fault);
    if (message === this.#told) return;
    this.#told = message;
    this.options.log.error({ err: fault }, 'The projector stands still, and tries again until it can go on');
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #sleep(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
