import type { ServerFilter } from './eventstoredb.requests.js';
import type { Connection, ReadCall } from './eventstoredb.connection.js';
import { describeFault } from './eventstoredb.faults.js';
import { jittered, MAX_BACKOFF_MS, MIN_BACKOFF_MS } from './eventstoredb.backoff.js';
import { subscribeRequest } from './eventstoredb.requests.js';
import { Wakeup } from '../wakeup.js';

/** Followers look at least this often: a subscription that is open and tells nothing costs no more than that. */
const POLL_MS = 1_000;

/**
 * Wakes followers when there may be new events. It is a subscription to `$all`, but nothing is taken from it: what followers get
 * they read, page by page from where they are. So one that ends, repeats itself or reports wrong checkpoints loses nothing and
 * puts nothing out of order; it is simply opened again, on an error and on an end without one.
 */
export class Bell {
  readonly #rung = new Wakeup();
  #listening: Promise<void> | undefined;
  #call: ReadCall | undefined;
  #quit: () => void = () => undefined;
  readonly #quitting = new Promise<void>((resolve) => (this.#quit = resolve));
  #closed = false;

  constructor(
    private readonly connection: Connection,
    private readonly filter: ServerFilter,
    private readonly onTrouble: (message: string) => void,
  ) {}

  /** Resolves when there may be something new. Listens from the first time on. */
  next(): Promise<void> {
    this.#listening ??= this.#listen();
    return this.#rung.next(POLL_MS);
  }

  ring(): void {
    this.#rung.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#quit();
    this.#call?.cancel();
    this.ring();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    let backoffMs = MIN_BACKOFF_MS;
    while (!this.#closed) {
      try {
        await this.#follow(() => (backoffMs = MIN_BACKOFF_MS));
        if (!this.#closed) this.onTrouble('The server ended the subscription: subscribing again');
      } catch (cause) {
        if (!this.#closed) this.onTrouble(`The subscription failed: ${describeFault(cause)}: subscribing again`);
      }
      await Promise.race([jittered(backoffMs), this.#quitting]);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
  }

  /** Any answer rings: an event, a checkpoint, and the confirmation too, for what came while nobody listened. */
  async #follow(confirmed: () => void): Promise<void> {
    const call = await this.connection.follow(subscribeRequest(this.filter));
    this.#call = call;
    if (this.#closed) call.cancel();
    await new Promise<void>((resolve, reject) => {
      call.on('data', () => {
        confirmed();
        this.ring();
      });
      call.on('end', resolve);
      call.on('error', reject);
    });
  }
}
