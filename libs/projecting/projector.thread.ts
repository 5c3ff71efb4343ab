import { Worker } from 'node:worker_threads';
import type { EventReader, Position } from '#event-store';
import { eventsBehind } from './events-behind.js';
import type { FromProjector, Projected, ProjectorFiles, ToProjector } from './projector.protocol.js';
import {
  problemOf,
  reachedBy,
  statusOf,
  type PlacedProjection,
  type ProjectorState,
  type ProjectorStatus,
  type ProjectorView,
} from './projector.view.js';
import { ProjectorTroubles, type ProjectorTrouble } from './projector.troubles.js';
import { PositionWaits } from './position-waits.js';
import type { CollectionSpec, RowWrite } from '#read-model';

export interface ProjectorThreadOptions extends Omit<ProjectorFiles, 'duty'> {
  /** The built program of the thread. */
  readonly worker: URL;
  /** For the head and for the age of what is unread. */
  readonly events: Pick<EventReader, 'gapless' | 'head' | 'readAll'>;
  /** Share of one core while requests are served, default 0.25. */
  readonly duty?: number;
  /** Called when the thread died, before it is started again, and when a projection stopped or parked a stream. For the log. */
  readonly onTrouble?: (trouble: ProjectorTrouble) => void;
}

/** How much the read models may lag behind the log when nobody waits for them. */
const WAKE_AFTER_MS = 50;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;
/** A thread that lived this long is started again at once. */
const HEALTHY_MS = 60_000;

/** The projector in a thread of this process, kept alive. Reads wait here for positions; writers tell it where the head is. */
export class ProjectorThread implements ProjectorView {
  #worker: Worker | undefined;
  #state: ProjectorState = 'restarting';
  #projected: readonly Projected[] = [];
  #idle = false;
  #head: Position = 0n;
  #heartbeat: string | null = null;
  #restarts = 0;
  #backoffMs = FIRST_BACKOFF_MS;
  #startedMs = 0;
  #restart: NodeJS.Timeout | undefined;
  #wake: NodeJS.Timeout | undefined;
  readonly #troubles = new ProjectorTroubles((trouble) => this.options.onTrouble?.(trouble));
  readonly #waits = new PositionWaits();
  readonly #opened = Promise.withResolvers<void>();

  private constructor(private readonly options: ProjectorThreadOptions) {}

  /** Resolves when the collections are there to be read; rejects when the files cannot be opened the first time. */
  static async start(options: ProjectorThreadOptions): Promise<ProjectorThread> {
    const thread = new ProjectorThread(options);
    thread.#spawn();
    await thread.#opened.promise;
    return thread;
  }

  /**
   * An event store's listener: something was appended. Waking a thread costs this one some 50 µs when the machine is busy, so the
   * projector is woken a moment later for all that has been appended by then; who waits for a position wakes it at once.
   */
  headMoved(head: Position): void {
    if (head > this.#head) this.#head = head;
    if (!this.#idle) return;
    this.#idle = false;
    this.#wake = setTimeout(() => this.#post({ wake: true }), WAKE_AFTER_MS);
  }

  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const reached = (): boolean => this.#reached() >= position;
    if (reached()) return Promise.resolve(true);
    this.#post({ wanted: position });
    return this.#waits.add(reached, timeoutMs);
  }

  problem(): Promise<string | undefined> {
    return Promise.resolve(problemOf(this.#placed()));
  }

  async status(): Promise<ProjectorStatus> {
    const { events } = this.options;
    const head = await events.head();
    const furthestBehind = this.#reached(true);
    const reached = furthestBehind < 0n ? 0n : furthestBehind;
    const [unread] = reached < head ? (await events.readAll({ after: reached, max: 1 })).events : [];
    return {
      state: this.#state,
      restarts: this.#restarts,
      head: String(head),
      behind: String(await eventsBehind(events, reached, head)),
      oldestUnread: unread?.metadata.recorded ?? null,
      heartbeat: this.#heartbeat,
      projections: await Promise.all(
        this.#placed().map(async (placed) => statusOf(placed, await eventsBehind(events, placed.checkpoint?.position ?? 0n, head))),
      ),
    };
  }

  /** A row of ours among the read models: their one writer stores it beside what it folds. Lost where the thread is not there. */
  keep(collection: CollectionSpec, row: RowWrite): void {
    this.#post({ keep: { collection, row } });
  }

  /** Stores what is folded and ends the thread. */
  async close(): Promise<void> {
    this.#state = 'closed';
    clearTimeout(this.#restart);
    clearTimeout(this.#wake);
    this.#waits.end();
    const worker = this.#worker;
    if (!worker) return;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    this.#post({ stop: true });
    await exited;
  }

  #placed(): readonly PlacedProjection[] {
    return this.#projected.map(({ name, version, lazy, ...checkpoint }) => ({ name, version, lazy, checkpoint }));
  }

  #reached(passOverStopped = false): Position {
    return reachedBy(this.#placed(), passOverStopped);
  }

  #spawn(): void {
    const { worker: url, eventsFile, readModelsFile, duty = 0.25 } = this.options;
    const workerData: ProjectorFiles = { eventsFile, readModelsFile, duty };
    const worker = new Worker(url, { name: 'projector', workerData });
    this.#worker = worker;
    this.#startedMs = performance.now();
    let fault: Error | undefined;
    worker.on('message', (message: FromProjector) => {
      if ('fault' in message) fault = Object.assign(new Error(message.fault.message), { code: message.fault.code });
      else this.#heard(message);
    });
    worker.on('error', (error) => (fault = error as Error));
    worker.on('exit', () => this.#ended(worker, fault));
  }

  #heard(message: Exclude<FromProjector, { fault: unknown }>): void {
    this.#state = this.#state === 'closed' ? 'closed' : 'running';
    this.#projected = 'opened' in message ? message.opened : message.projected;
    this.#heartbeat = new Date().toISOString();
    this.#opened.resolve();
    if ('projected' in message && message.idle) {
      const reached = this.#reached(true);
      if (reached >= 0n && reached < this.#head) this.#post({ wake: true });
      else this.#idle = true;
    }
    this.#waits.check();
    this.#troubles.look(this.#projected);
  }

  #ended(worker: Worker, fault: Error | undefined): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#idle = false;
    if (this.#state === 'closed') return;
    const message = fault?.message ?? 'ended without a reason';
    this.#opened.reject(fault ?? new Error(`The projector thread ${message}`));
    if (this.#projected.length === 0) return;
    this.#state = 'restarting';
    this.#restarts += 1;
    if (performance.now() - this.#startedMs > HEALTHY_MS) this.#backoffMs = FIRST_BACKOFF_MS;
    const { code } = (fault ?? {}) as NodeJS.ErrnoException;
    this.options.onTrouble?.({ kind: 'died', message, ...(code !== undefined && { code }) });
    this.#restart = setTimeout(() => this.#spawn(), this.#backoffMs);
    this.#backoffMs = Math.min(this.#backoffMs * 2, MAX_BACKOFF_MS);
  }

  #post(message: ToProjector): void {
    this.#worker?.postMessage(message);
  }
}
