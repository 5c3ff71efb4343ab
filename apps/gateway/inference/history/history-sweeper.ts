import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryOptions } from './history.options.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 600_000;
/** Rows at a time, and the rest between: whoever wants to keep an answer meanwhile waits for one portion at most. */
const AT_ONCE = 50;
const REST_MS = 50;

/** Deletes what has been kept for as long as the setting says: where that is no time at all, everything. */
export class HistorySweeper {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: Pick<HistoryOptions, 'store' | 'days' | 'log' | 'now'>) {}

  async start(): Promise<void> {
    void this.sweep();
    this.timer = setInterval(() => void this.sweep(), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** One round at a time, however long it takes. What fails is done by the next one. */
  sweep(): Promise<void> {
    this.round ??= this.run()
      .catch((err: unknown) => this.options.log.warn({ err }, 'Responses past their time were not deleted; this is tried again'))
      .finally(() => (this.round = undefined));
    return this.round;
  }

  private async run(): Promise<void> {
    const { store, days, now } = this.options;
    while (!this.stopped && (await store.sweep(now() - days * DAY_MS, AT_ONCE)) === AT_ONCE) await sleep(REST_MS);
  }
}
