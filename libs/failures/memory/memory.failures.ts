import { MOST_PLACES, type Count, type FailureStore, type Tally, type Window } from '../index.js';

interface Open {
  count: number;
  readonly sinceMs: number;
  readonly endsAtMs: number;
  readonly from: Set<string>;
}

/** For tests, and whoever is alone. */
export class MemoryFailures implements FailureStore {
  readonly #counts = new Map<string, Count>();
  readonly #tallies = new Map<string, Open>();

  async add(key: string, by: 1 | -1, { nowMs, windowMs }: Window): Promise<Count> {
    const before = this.#counts.get(key);
    const isOpen = before !== undefined && before.endsAtMs > nowMs;
    const count = Math.max(0, (isOpen ? before.count : 0) + by);
    const next = { count, endsAtMs: isOpen ? before.endsAtMs : nowMs + windowMs };
    this.#counts.set(key, next);
    return next;
  }

  async forget(key: string): Promise<void> {
    this.#counts.delete(key);
  }

  async note(subject: string, from: string, { nowMs, windowMs }: Window): Promise<void> {
    const tally = this.#tallies.get(subject) ?? { count: 0, sinceMs: nowMs, endsAtMs: nowMs + windowMs, from: new Set<string>() };
    this.#tallies.set(subject, tally);
    tally.count += 1;
    if (tally.from.size < MOST_PLACES) tally.from.add(from);
  }

  async takeEnded(nowMs: number, most: number): Promise<readonly Tally[]> {
    const ended = [...this.#tallies].filter(([, { endsAtMs }]) => endsAtMs <= nowMs).slice(0, most);
    for (const [subject] of ended) this.#tallies.delete(subject);
    return ended.map(([subject, { count, from, sinceMs }]) => ({ subject, count, from: [...from], sinceMs }));
  }

  async sweep(nowMs: number): Promise<void> {
    for (const [key, { endsAtMs }] of this.#counts) if (endsAtMs <= nowMs) this.#counts.delete(key);
  }

  async close(): Promise<void> {
    // nothing is open
  }
}
