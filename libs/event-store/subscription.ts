import type { EventFilter, Position, ReadAllOptions, ReadAllPage, Subscription } from './event-store.port.js';
import { Wakeup } from './wakeup.js';

const EVENTS_PER_PAGE = 500;

export interface Followed {
  readAll(options: ReadAllOptions): Promise<ReadAllPage>;
  /** Resolves when there may be new events. */
  changed(): Promise<void>;
}

/**
 * Reads page after page and sleeps at the head. The handler is awaited before the next page is read, and also gets pages
 * that its filter left empty, so that checkpoints move on. Whoever subscribes must watch `ended`: an error that nobody
 * awaits ends the process, which is better than a follower that died in silence.
 */
export function follow(
  store: Followed,
  options: { readonly after: Position; readonly filter?: EventFilter; readonly onHead?: () => void },
  handler: (page: ReadAllPage) => Promise<void> | void,
): Subscription & { readonly stopping: () => boolean } {
  let stopping = false;
  const stopped = new Wakeup();
  const stopSignal = stopped.next();
  const ended = run();
  return {
    ended,
    stopping: () => stopping,
    stop: () => {
      stopping = true;
      stopped.wake();
      return ended;
    },
  };

  async function run(): Promise<void> {
    let { after } = options;
    await nextTick();
    while (!stopping) {
      const changed = store.changed();
      const page = await store.readAll({ after, max: EVENTS_PER_PAGE, ...(options.filter && { filter: options.filter }) });
      if (page.scannedTo > after) {
        after = page.scannedTo;
        await handler(page);
      }
      if (page.atHead) options.onHead?.();
      if (stopping) return;
      await (page.atHead ? Promise.race([changed, stopSignal]) : nextTick());
    }
  }
}

/** Catching up must not starve the event loop of the thread. */
function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
