import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Closers } from '../ground/closers.js';
import { LOG } from '../ground/log.js';

/** What is done behind an answer, so that its time tells nothing of it. */
@Injectable()
export class Aside {
  readonly #running = new Set<Promise<void>>();

  constructor(
    @Inject(LOG) private readonly log: Logger,
    closers: Closers,
  ) {
    closers.register('requests', 'links that are being sent', async () => void (await Promise.all(this.#running)));
  }

  run(work: () => Promise<unknown>): void {
    const running = new Promise<void>((resolve) => {
      setImmediate(() => {
        const done = work().then(
          () => undefined,
          (err: unknown) => this.log.warn({ err }, 'A link that was asked for could not be sent'),
        );
        void done.then(resolve);
      });
    });
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }
}
