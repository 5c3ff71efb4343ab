import type { JsonObject } from '#event-store';
import type { Term, TermRecord, TermStore } from '../leadership.port.js';
import { LifeEndedError, type LifeRecord, type LifeStore } from '../lives.port.js';
import type { ReadModels } from '#read-model';
import { MemoryReadModels } from '#read-model/memory';

/** One store that several openers share, as processes share a server: for tests of who may write and who lives. */
export class MemoryStore {
  readonly #collections: ConstructorParameters<typeof MemoryReadModels>[0] = new Map();
  readonly leases: TermStore = new MemoryTerms();
  readonly lives: LifeStore = new MemoryLives();

  readModels(term?: Term): ReadModels {
    return new MemoryReadModels(this.#collections, term && { fence: term, fences: this.leases });
  }
}

class MemoryTerms implements TermStore {
  readonly #records = new Map<string, TermRecord>();

  async read(name: string): Promise<TermRecord | undefined> {
    return this.#records.get(name);
  }

  async swap(before: TermRecord | undefined, next: TermRecord): Promise<boolean> {
    const found = this.#records.get(next.name);
    if (found?.token !== before?.token || found?.beat !== before?.beat || found?.holder !== before?.holder) return false;
    this.#records.set(next.name, next);
    return true;
  }

  async close(): Promise<void> {}
}

class MemoryLives implements LifeStore {
  readonly #records = new Map<string, LifeRecord>();
  readonly #asked = new Map<string, string>();

  async begin(life: string, info: JsonObject): Promise<void> {
    if (!this.#records.has(life)) this.#records.set(life, { life, beats: 1, ended: false, info });
  }

  async beat(life: string, info: JsonObject): Promise<string | undefined> {
    const found = this.#records.get(life);
    if (!found || found.ended) throw new LifeEndedError(life);
    this.#records.set(life, { ...found, beats: found.beats + 1, info });
    const asked = this.#asked.get(life);
    this.#asked.delete(life);
    return asked;
  }

  async ask(life: string, what: string): Promise<void> {
    if (this.#records.get(life)?.ended === false) this.#asked.set(life, what);
  }

  async end(life: string): Promise<void> {
    const found = this.#records.get(life);
    if (found) this.#records.set(life, { ...found, ended: true });
  }

  async list(): Promise<readonly LifeRecord[]> {
    return [...this.#records.values()];
  }

  async close(): Promise<void> {}
}
