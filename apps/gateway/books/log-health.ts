import { AmbiguousError, UnavailableError, type EventStore } from '#event-store';
import type { Logger } from 'pino';

/** An answer holds for so long, whoever asks, or until a write has failed in spite of it; while nothing can be written it is asked for this often. */
const FRESH_MS = 1_000;

/**
 * Whether the log takes writes: tried on the way that they go, when somebody asks and when a write has failed. What is wrong is logged
 * when it begins, when it changes, and when it is over; nothing is tried while all is well and nobody asks.
 */
export class LogHealth {
  #answer: { readonly untilMs: number; readonly problem: Promise<string | undefined> } | undefined;
  /** True where that answer was good. */
  #isWell = false;
  #told: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly store: EventStore,
    private readonly log: Pick<Logger, 'error' | 'info'>,
    private readonly freshMs = FRESH_MS,
  ) {}

  /** Why nothing can be written, for anybody to read; undefined where it can. Only the log has the details. */
  problem(): Promise<string | undefined> {
    if (this.#answer && performance.now() < this.#answer.untilMs) return this.#answer.problem;
    const problem = this.#try().then((found) => {
      this.#isWell = found === undefined;
      this.#tell(found);
      return found === undefined ? undefined : withoutDetails(found);
    });
    this.#answer = { untilMs: performance.now() + this.freshMs, problem };
    return problem;
  }

  /** The store as its writers use it: what they meet is looked into. */
  watched(): EventStore {
    const { store } = this;
    return {
      gapless: store.gapless,
      certain: store.certain,
      pipelines: store.pipelines,
      append: (...append) => store.append(...append).catch((fault: unknown) => this.#met(fault)),
      probe: () => store.probe(),
      readStream: (...read) => store.readStream(...read),
      readAll: (read) => store.readAll(read),
      eventAt: (position) => store.eventAt(position),
      scan: (options) => store.scan(options),
      subscribe: (...subscription) => store.subscribe(...subscription),
      head: () => store.head(),
      close: () => store.close(),
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #try(): Promise<string | undefined> {
    try {
      await this.store.probe();
      await this.store.head();
      return undefined;
    } catch (fault) {
      return fault instanceof Error ? fault.message : String(fault);
    }
  }

  #met(fault: unknown): never {
    const isTrouble = fault instanceof UnavailableError || fault instanceof AmbiguousError;
    if (!isTrouble || this.#closed) throw fault;
    if (this.#isWell) this.#answer = undefined;
    this.#isWell = false; // until the next answer: one look for however many writes that failed
    void this.problem();
    throw fault;
  }

  /** Numbers in it (how long, how many bytes) make no other problem. */
  #tell(problem: string | undefined): void {
    if (this.#closed) return;
    const kind = problem?.replace(/\d+(\.\d+)?/g, '#');
    if (kind !== this.#told) {
      if (problem === undefined) this.log.info({ store: 'event_store' }, 'The event log takes writes again');
      else this.log.error({ store: 'event_store', problem }, 'The event log takes no writes: requests and commands are refused meanwhile');
      this.#told = kind;
    }
    clearTimeout(this.#timer);
    if (problem !== undefined) this.#timer = setTimeout(() => void this.problem(), this.freshMs).unref();
  }
}

/** Addresses and paths are nobody's business: they stand in brackets, or behind the file's name. */
const withoutDetails = (problem: string): string => problem.replace(/ in \/\S*:/g, ':').replace(/ \(.*\)/gs, '');
