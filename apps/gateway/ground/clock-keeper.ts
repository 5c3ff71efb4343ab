import { rmSync } from 'node:fs';
import { DataDirectory, clockInfo, hearAcceptance, takeClockAcceptance, writeClockNotice, type Clock, type Environment } from '#process';
import type { Logger } from 'pino';
import { movedBy } from './clock.js';
import type { Closers } from './closers.js';
import type { Readiness } from './readiness.js';

const LOOK_EVERY_MS = 1_000;

interface Keeping {
  readonly environment: Environment;
  readonly readiness: Readiness;
  readonly closers: Closers;
  readonly log: Logger;
}

/**
 * Looks at the clock once a second, shows a person that it is in doubt (`/readyz`, and a file that `doctor` reads), and hears them
 * accept it: `tokenok clock accept` puts a file into the data directory. Where engines keep everything, lives tell and hear it.
 */
export function keepClock(clock: Clock, { environment, readiness, closers, log }: Keeping): void {
  readiness.registerWarning('clock', () => clock.doubt && `the wall clock ${movedBy(clock.doubt.movedByMs)} and is not believed yet`);
  const notice = environment.engines === undefined ? new Notice(new DataDirectory(environment.dataDir), log) : undefined;
  notice?.remove();
  const timer = setInterval(() => {
    clock.look();
    notice?.keep(clock);
  }, LOOK_EVERY_MS);
  timer.unref();
  closers.register('directory', 'clock', () => {
    clearInterval(timer);
    notice?.remove();
  });
}

class Notice {
  #shown: string | undefined;
  #isFailing = false;

  constructor(
    private readonly directory: DataDirectory,
    private readonly log: Logger,
  ) {}

  /** A disk that is full must not end the gateway: told once, tried again. */
  keep(clock: Clock): void {
    try {
      const asked = clock.doubt && takeClockAcceptance(this.directory.clockAcceptance);
      if (asked !== undefined) hearAcceptance(clock, asked);
      this.#show(clock);
      this.#isFailing = false;
    } catch (err) {
      if (!this.#isFailing) this.log.error({ err }, 'What is known of the clock cannot be written into the data directory');
      this.#isFailing = true;
    }
  }

  remove(): void {
    for (const file of [this.directory.clockNotice, this.directory.clockAcceptance]) rmSync(file, { force: true });
    this.#shown = undefined;
  }

  #show(clock: Clock): void {
    const { clock: notice } = clockInfo(clock);
    if (notice?.since === this.#shown) return;
    if (notice === undefined) return this.remove();
    writeClockNotice(this.directory.clockNotice, notice);
    this.#shown = notice.since;
  }
}
