import type { DirectoryRow } from './directory.row.js';

/** Rows of one kind by id, with the ids of those that are listed in order. Sorted when a list asks for it, not for every row that arrives. */
export class SortedRows {
  readonly #rows = new Map<string, DirectoryRow>();
  readonly #listed = new Set<string>();
  #ids: string[] = [];
  #isSorted = true;

  get(id: string): DirectoryRow | undefined {
    return this.#rows.get(id);
  }

  put(row: DirectoryRow, isListed: boolean): void {
    this.#rows.set(row.id, row);
    if (isListed) this.#list(row.id);
    else if (this.#listed.delete(row.id)) this.#ids = this.#ids.filter((id) => id !== row.id);
  }

  #list(id: string): void {
    if (this.#listed.has(id)) return;
    this.#listed.add(id);
    const last = this.#ids.at(-1);
    if (last !== undefined && id < last) this.#isSorted = false;
    this.#ids.push(id);
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
