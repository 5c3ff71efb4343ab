import { HistoryUnavailableError, type FoundResponse, type HistoryStore, type SealedResponse } from '../index.js';

/** For tests: loses everything with the process. */
export class MemoryHistory implements HistoryStore {
  readonly #kept = new Map<string, SealedResponse>();
  #closed = false;

  async keep(response: SealedResponse): Promise<void> {
    const kept = this.#open();
    const key = keyOf(response.customer, response.id);
    if (!kept.has(key)) kept.set(key, response);
  }

  async find(customer: string, ids: readonly string[], part: 'whole' | 'output'): Promise<FoundResponse[]> {
    const kept = this.#open();
    const found = ids.map((id) => kept.get(keyOf(customer, id))).filter((response) => response !== undefined);
    return found.map(({ id, keptAtMs, input, output }) => ({ id, keptAtMs, input: part === 'whole' ? input : undefined, output }));
  }

  async forget(customer: string, id: string): Promise<void> {
    this.#open().delete(keyOf(customer, id));
  }

  async trim(customer: string, mostBytes: number): Promise<void> {
    let bytes = 0;
    for (const response of this.#oldestFirst().reverse()) {
      if (response.customer !== customer) continue;
      bytes += response.input.length + response.output.length;
      if (bytes > mostBytes) await this.forget(customer, response.id);
    }
  }

  async sweep(beforeMs: number, most: number): Promise<number> {
    const old = this.#oldestFirst()
      .filter(({ keptAtMs }) => keptAtMs < beforeMs)
      .slice(0, most);
    for (const { customer, id } of old) await this.forget(customer, id);
    return old.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #open(): Map<string, SealedResponse> {
    if (this.#closed) throw new HistoryUnavailableError('The store of kept responses is closed');
    return this.#kept;
  }

  #oldestFirst(): SealedResponse[] {
    return [...this.#open().values()].sort((a, b) => a.keptAtMs - b.keptAtMs);
  }
}

const keyOf = (customer: string, id: string): string => `${customer} ${id}`;
