import { keptInput } from '#wire';
import type { HistoryOptions } from './history.options.js';
import { sealedField } from './history-reader.js';

/** An answer waits no longer than this for being kept. */
const KEEP_WAIT_MS = 1_000;
/** Characters of one response; a database that takes documents of 16 MiB has room for it when it is sealed. */
const MOST_CHARS = 10 * 1024 * 1024;
/** Characters that wait to be written, of all answers together. */
const MOST_WAITING_CHARS = 64 * 1024 * 1024;
/** Of one customer, sealed; beyond, their oldest go. Looked at when they have added so much. */
const MOST_BYTES_OF_CUSTOMER = 256 * 1024 * 1024;
const TRIM_EVERY_CHARS = 8 * 1024 * 1024;
const CUSTOMERS_REMEMBERED = 10_000;
const WARN_EVERY_MS = 10_000;

export interface AnswerToKeep {
  readonly customer: string;
  readonly id: string;
  readonly before: readonly string[];
  /** Items of its own input, as JSON. */
  readonly own: string | Promise<string>;
  /** Its items, as JSON. */
  readonly output: string;
}

/** Writes what is kept, sealed by its customer's own key. Nothing fails by it: what could not be kept is told in the log, by its id alone. */
export class HistoryWriter {
  private waitingChars = 0;
  private readonly added = new Map<string, number>();
  private warnedAt = -Infinity;

  constructor(private readonly options: Pick<HistoryOptions, 'store' | 'personal' | 'log' | 'now'>) {}

  /** `written` ends when the write has, `soon` after a second at the latest; neither rejects. */
  keep(answer: AnswerToKeep): { readonly written: Promise<void>; readonly soon: Promise<void> } {
    const written = this.write(answer).catch((fault: unknown) => this.warn(answer.id, codeOf(fault)));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.warn(answer.id, 'SLOW');
        resolve();
      }, KEEP_WAIT_MS);
    });
    return { written, soon: Promise.race([written, late]).finally(() => clearTimeout(timer)) };
  }

  forget(customer: string, id: string, written: Promise<void>): void {
    written.then(() => this.options.store.forget(customer, id)).catch((fault: unknown) => this.warn(id, codeOf(fault)));
  }

  private async write({ customer, id, before, own, output: answered }: AnswerToKeep): Promise<void> {
    const { store, personal, now } = this.options;
    const asked = keptInput(before, typeof own === 'string' ? own : await own);
    const chars = asked.length + answered.length;
    if (chars > MOST_CHARS) return this.warn(id, 'TOO_LARGE');
    if (this.waitingChars + chars > MOST_WAITING_CHARS) return this.warn(id, 'TOO_MANY_WAIT');
    this.waitingChars += chars;
    try {
      const [inputField, outputField] = [sealedField(id, 'input'), sealedField(id, 'output')];
      const sealed = await personal.seal(customer, { [inputField]: asked, [outputField]: answered });
      await store.keep({ customer, id, keptAtMs: now(), input: sealed[inputField]!, output: sealed[outputField]! });
    } finally {
      this.waitingChars -= chars;
    }
    this.trimSometimes(customer, chars);
  }

  /** A customer's first response in this process as well: nobody knows what was kept before. */
  private trimSometimes(customer: string, chars: number): void {
    const added = (this.added.get(customer) ?? TRIM_EVERY_CHARS) + chars;
    if (this.added.size >= CUSTOMERS_REMEMBERED) this.added.clear();
    this.added.set(customer, added < TRIM_EVERY_CHARS ? added : 0);
    if (added < TRIM_EVERY_CHARS) return;
    this.options.store.trim(customer, MOST_BYTES_OF_CUSTOMER).catch((fault: unknown) => this.warn(customer, codeOf(fault)));
  }

  /** Not each time, where a store is away and all answers meet it. Never the fault's own words, which may have been about the content. */
  private warn(of: string, code: string): void {
    const at = this.options.now();
    if (at - this.warnedAt < WARN_EVERY_MS) return;
    this.warnedAt = at;
    this.options.log.warn({ of, code }, 'A translated response was not kept, or not in time; going on from it may be refused');
  }
}

function codeOf(fault: unknown): string {
  const code: unknown = (fault as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'INTERNAL';
}
