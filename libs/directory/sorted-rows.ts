import type { DirectoryRow } from './directory.row.js';

/** Rows of one kind by id, with their ids in order for lists. Sorted when a list asks for it, not for every row that arrives. */
export class SortedRows {
  readonly #rows = new Map<string, DirectoryRow>();
  #ids: string[] = [];
  #isSorted = true;

  get(id: string): DirectoryRow | undefined {
    return this.#rows.get(id);
  }

  put(row: DirectoryRow): void {
    if (!this.#rows.has(row.id)) {
      const last = this.#ids.at(-1);
      if (last !== undefined && row.id < last) this.#isSorted = false;
      this.#ids.push(row.id);
    }
    this.#rows.set(row.id, row);
  }

  behind(after: string | undefined, limit: number): readonly DirectoryRow[] {
    if (!this.#isSorted) this.#ids.sort();
    this.#isSorted = true;
    const start = after === undefined ? 0 : this.#firstBehind(after);
    return this.#ids.slice(start, start + limit).flatMap((id) => this.#rows.get(id) ?? []);
  }

  #firstBehind(after: string): number {
    let [low, high] = [0, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] ?? '') > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
