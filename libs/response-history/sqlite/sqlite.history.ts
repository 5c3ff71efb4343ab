import { Worker } from 'node:worker_threads';
import { HistoryUnavailableError, type FoundResponse, type HistoryStore, type SealedResponse } from '../index.js';
import type { FromTable, Method, ToTable } from './sqlite.protocol.js';
import type { SetAside } from './sqlite.table.js';

/** Calls that may wait for the disk; beyond, the next one fails at once. */
const MOST_WAITING = 1_000;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface SqliteHistoryOptions {
  readonly file: string;
  /** Told when the file was damaged and has been set aside, at the opening or later: what was in it is gone from the history. */
  readonly onSetAside?: (told: SetAside) => void;
}

/** Begins empty where the file is damaged. Rejects with `RESPONSES_UNAVAILABLE` where no file can be opened or made. */
export function openSqliteHistory({ file, onSetAside }: SqliteHistoryOptions): Promise<HistoryStore> {
  const worker = new Worker(workerUrl(), { workerData: { file } });
  return new Promise((resolve, reject) => {
    const cannotOpen = (why: string) => reject(new HistoryUnavailableError(`${file} cannot be opened: ${why}`));
    worker.once('error', (error) => cannotOpen((error as Error).message));
    worker.on('message', (message: FromTable) => {
      if ('setAside' in message) onSetAside?.(message.setAside);
      else if ('cannotOpen' in message) cannotOpen(message.cannotOpen);
      else if ('ready' in message) resolve(new SqliteHistory(worker));
    });
  });
}

/** The other end of the thread that has the file. */
class SqliteHistory implements HistoryStore {
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private gone: HistoryUnavailableError | undefined;

  constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromTable) => this.answered(message));
    worker.on('error', (cause) => this.died((cause as Error).message));
    worker.on('exit', () => this.died('its thread has ended'));
  }

  keep(response: SealedResponse): Promise<void> {
    return this.call('keep', response);
  }

  find(customer: string, ids: readonly string[], part: 'whole' | 'output'): Promise<FoundResponse[]> {
    return this.call('find', customer, ids, part);
  }

  forget(customer: string, id: string): Promise<void> {
    return this.call('forget', customer, id);
  }

  trim(customer: string, mostBytes: number): Promise<void> {
    return this.call('trim', customer, mostBytes);
  }

  sweep(beforeMs: number, most: number): Promise<number> {
    return this.call('sweep', beforeMs, most);
  }

  /** What was asked before is still answered. */
  async close(): Promise<void> {
    if (this.gone) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.post({ close: true });
    this.gone = new HistoryUnavailableError('The store of kept responses is closed');
    await exited;
  }

  private call<T>(method: Method, ...args: readonly unknown[]): Promise<T> {
    if (this.gone) return Promise.reject(this.gone);
    if (this.waiting.size >= MOST_WAITING)
      return Promise.reject(new HistoryUnavailableError(`${MOST_WAITING} calls wait for responses.db already`));
    const call = (this.calls += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve: resolve as (result: unknown) => void, reject });
      this.post({ call, method, args });
    });
  }

  private answered(message: FromTable): void {
    if (!('call' in message)) return;
    const waiting = this.waiting.get(message.call);
    this.waiting.delete(message.call);
    if ('fault' in message) waiting?.reject(new HistoryUnavailableError(`responses.db: ${message.fault}`));
    else waiting?.resolve(message.result);
  }

  private died(why: string): void {
    this.gone ??= new HistoryUnavailableError(`responses.db: ${why}`);
    for (const { reject } of this.waiting.values()) reject(this.gone);
    this.waiting.clear();
  }

  private post(message: ToTable): void {
    this.worker.postMessage(message);
  }
}

/** Tests run the sources: the thread runs what was built of them. */
function workerUrl(): URL {
  const url = new URL('./sqlite.worker.js', import.meta.url);
  if (import.meta.url.endsWith('.ts')) url.pathname = url.pathname.replace(/\/libs\/response-history\/sqlite\//, '/dist$&');
  return url;
}
