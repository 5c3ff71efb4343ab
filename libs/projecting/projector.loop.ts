import type { FromProjector, Projected, ToProjector } from './projector.protocol.js';
import type { ProjectionRunner } from './projection.runner.js';

export interface LoopOptions {
  readonly runner: ProjectionRunner;
  readonly tell: (message: FromProjector) => void;
  readonly duty: number;
  /** How long it sleeps at the head when nobody wakes it. Default 1,000: a lost wake-up costs no more, and lazy rows are stored by then. */
  readonly idleMs?: number;
}

const IDLE_MS = 1_000;
/** Nothing came for so long: what lazy projections hold back is stored. */
const QUIET_MS = 900;
const MAX_REST_MS = 200;

/**
 * The projector thread's way of going: page after page until the head, then asleep until woken. After each page it rests, so that
 * requests keep their share of the machine; not while a projection is being built, and not while somebody waits for a position.
 */
export class ProjectorLoop {
  #wanted = 0n;
  #stopping = false;
  #wakeUp: () => void = () => undefined;
  #woken = false;

  constructor(private readonly options: LoopOptions) {}

  receive(message: ToProjector): void {
    if ('wanted' in message && message.wanted > this.#wanted) this.#wanted = message.wanted;
    if ('stop' in message) this.#stopping = true;
    this.#woken = true;
    this.#wakeUp();
  }

  /** Until it is told to stop; then everything is stored. */
  async run(): Promise<void> {
    const { runner, tell, idleMs = IDLE_MS } = this.options;
    tell({ opened: projected(runner) });
    let foldedMs = performance.now();
    while (!this.#stopping) {
      const started = performance.now();
      const { atHead, folded } = await runner.step();
      if (folded > 0) foldedMs = started;
      tell({ projected: projected(runner), idle: atHead });
      if (atHead) await this.#sleep(idleMs, true);
      else await this.#rest(performance.now() - started);
      const isQuiet = atHead && !this.#woken && performance.now() - foldedMs >= QUIET_MS;
      if (isQuiet && runner.unstored) await runner.flush();
      this.#woken = false;
    }
    await runner.flush();
    tell({ projected: projected(runner), idle: true });
  }

  #rest(workedMs: number): Promise<void> {
    const { duty, runner } = this.options;
    const building = runner.checkpoints().some(({ live, stopped }) => !live && !stopped);
    if (building || this.#isWanted() || duty >= 1) return new Promise((resolve) => setImmediate(resolve));
    return this.#sleep(Math.min(MAX_REST_MS, (workedMs * (1 - duty)) / duty), false);
  }

  #isWanted(): boolean {
    return this.options.runner.checkpoints().some(({ position, stopped, projection }) => {
      return !projection.lazy && !stopped && position < this.#wanted;
    });
  }

  /** At the head any message ends it; while resting only one that makes it urgent. */
  #sleep(ms: number, anyMessage: boolean): Promise<void> {
    if (this.#stopping || (anyMessage && this.#woken)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wakeUp = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakeUp = () => {
        if (anyMessage || this.#stopping || this.#isWanted()) done();
      };
    });
  }
}

function projected(runner: ProjectionRunner): Projected[] {
  return runner.checkpoints().map(({ projection: { name, version, lazy }, ...checkpoint }) => ({ name, version, lazy, ...checkpoint }));
}
