import { LogFollower, type EventStore, type ReadAllPage, type RecordedEvent } from '#event-store';
import { placeOf } from '#ledger';
import { readReceipt, type LogSource, type RequestRow } from '#projections';
import type { Logger } from 'pino';
import { POSITION_WAIT_MS, type ReadPositions } from '../ground/read-positions.js';

/** A request that has ended, and the position of its end. */
export interface TailedRow {
  readonly position: bigint;
  readonly row: RequestRow;
}

export interface TailListener {
  readonly account: string;
  readonly row: (tailed: TailedRow) => void;
  /** So many requests of the account ended that are not told of: there were too many at once. */
  readonly skipped: (count: number) => void;
}

const ENDS = ['TokensMetered', 'RequestFailed', 'RequestAbandoned'];
/** Of a page of the log so many rows are told to one account; more at once nobody reads. */
const MOST_ROWS_AT_ONCE = 100;

/** Follows the log while somebody listens to it, from when he begins on; each request is read once, whoever listens. */
export class LogTail {
  readonly #listeners = new Map<string, Set<TailListener>>();
  #follower: LogFollower | undefined;
  #starting: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly store: Pick<EventStore, 'head' | 'subscribe'>,
    private readonly source: LogSource,
    private readonly positions: ReadPositions,
    private readonly log: Pick<Logger, 'error'>,
  ) {}

  /** Until what it returns is called. */
  listen(listener: TailListener): () => void {
    const listeners = this.#listeners.get(listener.account) ?? new Set();
    this.#listeners.set(listener.account, listeners.add(listener));
    this.#starting ??= this.#start();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(listener.account);
      if (this.#listeners.size === 0) this.#stopFollowing().catch((err: unknown) => this.#lost(err));
    };
  }

  /** What ends from then on is told. */
  get following(): Promise<void> {
    return this.#starting ?? Promise.resolve();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stopFollowing();
  }

  async #start(): Promise<void> {
    try {
      const after = await this.store.head();
      if (this.#closed || this.#listeners.size === 0) {
        this.#starting = undefined;
        return;
      }
      this.#follower = new LogFollower({
        store: this.store,
        after,
        filter: { types: ENDS },
        take: (page) => this.#take(page),
        onLost: (err) => this.#lost(err),
      });
    } catch (err) {
      this.#lost(err);
      setTimeout(() => {
        this.#starting = this.#listeners.size > 0 && !this.#closed ? this.#start() : undefined;
      }, RETRY_MS).unref();
    }
  }

  async #stopFollowing(): Promise<void> {
    const follower = this.#follower;
    this.#follower = undefined;
    if (follower) this.#starting = undefined;
    await follower?.stop();
  }

  async #take({ events }: ReadAllPage): Promise<void> {
    const heard = new Map<string, RecordedEvent[]>();
    for (const event of events) {
      const account = placeOf(event.stream)?.account;
      if (account === undefined || !this.#listeners.has(account)) continue;
      const ends = heard.get(account);
      if (ends) ends.push(event);
      else heard.set(account, [event]);
    }
    if (heard.size === 0) return;
    const last = events.at(-1)?.position ?? 0n;
    await this.positions.waitFor(last, POSITION_WAIT_MS);
    for (const [account, ends] of heard) await this.#tell(account, ends);
  }

  async #tell(account: string, ends: readonly RecordedEvent[]): Promise<void> {
    const told = ends.slice(-MOST_ROWS_AT_ONCE);
    let skipped = ends.length - told.length;
    for (const event of told) {
      const { row } = await readReceipt(this.source, account, requestIn(event));
      if (row) this.#each(account, (listener) => listener.row({ position: event.position, row }));
      else skipped += 1; // the read models are behind
    }
    if (skipped > 0) this.#each(account, (listener) => listener.skipped(skipped));
  }

  #each(account: string, tell: (listener: TailListener) => void): void {
    for (const listener of this.#listeners.get(account) ?? []) tell(listener);
  }

  #lost(err: unknown): void {
    this.log.error({ err }, 'The log is not followed for live tails; trying again until it is');
  }
}

const RETRY_MS = 1_000;

/** What names a quote does not repeat the request: it is its cause. */
const requestIn = ({ data, metadata }: RecordedEvent): string => (data['request'] as string | undefined) ?? metadata.cause;
