import { StreamLimits } from './stream-limits.js';

export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent, LogPosition {
  readonly stream: string;
  readonly revision: bigint;
  readonly createdMs: number;
}

export type Expected = bigint | 'no_stream' | 'any' | 'stream_exists';

export type AppendResult =
  | { readonly kind: 'success'; readonly revision: bigint; readonly position: LogPosition }
  | { readonly kind: 'wrong_version'; readonly actual: bigint | 'no_stream' }
  | { readonly kind: 'deleted' };

/** Bytes that a record of the server's log takes beside its data. */
const RECORD_OVERHEAD = 120n;

/**
 * The server's log in memory, with the rules of its index writer: what an expected revision means, when an append is a repetition,
 * and what is left of a stream that was deleted or has limits. As in logs that old servers wrote, the events of one append share
 * their commit position and differ in their prepare position only.
 */
export class EventLog {
  readonly all: StoredEvent[] = [];
  readonly limits = new StreamLimits();
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #listeners = new Set<() => void>();
  /** Behind what the server writes into an empty log itself. */
  #end = 4_096n;
  #visible: number | undefined;

  constructor(private readonly lagMs: () => number = () => 0) {}

  /** What a read of `$all` can see: it may lag behind the streams. */
  get visible(): number {
    if (this.#visible !== undefined) return this.#visible;
    const lagMs = this.lagMs();
    if (lagMs === 0) return this.all.length;
    const newest = Date.now() - lagMs;
    return this.all.findLastIndex(({ createdMs }) => createdMs <= newest) + 1;
  }

  /** From now on `$all` shows nothing that is written later, until it is thawed. */
  freezeAll(): void {
    this.#visible = this.visible;
  }

  thawAll(): void {
    this.#visible = undefined;
    this.#changed();
  }

  append(stream: string, events: readonly ProposedEvent[], expected: Expected): AppendResult {
    const written = this.#streams.get(stream) ?? [];
    const last = BigInt(written.length) - 1n;
    if (this.limits.tombstoned(stream)) return { kind: 'deleted' };
    const before = expected === 'no_stream' ? -1n : expected;
    if (typeof before === 'bigint' && before !== last) {
      const repeated = before < last ? this.#repeated(written, events, Number(before) + 1) : undefined;
      if (repeated) return repeated;
      const revived = expected === 'no_stream' && this.limits.softDeleted(stream);
      if (!revived) return { kind: 'wrong_version', actual: last < 0n || this.limits.softDeleted(stream) ? 'no_stream' : last };
    }
    if (expected === 'stream_exists' && last < 0n) return { kind: 'wrong_version', actual: 'no_stream' };
    if (this.limits.softDeleted(stream)) this.limits.revive(stream, last + 1n);
    return this.#write(stream, written, events);
  }

  /** The events of a stream that its limits leave. */
  stream(name: string): readonly StoredEvent[] {
    return (this.#streams.get(name) ?? []).slice(this.limits.firstRevision(name, this.#streams.get(name)?.length ?? 0));
  }

  /** Index of the first event at or behind a position. */
  indexOf({ commit, prepare }: LogPosition): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const event = this.all[middle] as StoredEvent;
      if (event.commit < commit || (event.commit === commit && event.prepare < prepare)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Calls the listener after each append and when `$all` shows more; the result ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The same ids at the same revision, all of them; one that is only partly there is a wrong version. */
  #repeated(written: readonly StoredEvent[], events: readonly ProposedEvent[], at: number): AppendResult | undefined {
    if (!events.every(({ id }, index) => written[at + index]?.id === id)) return undefined;
    const { revision, commit, prepare } = written[at + events.length - 1] as StoredEvent;
    return { kind: 'success', revision, position: { commit, prepare } };
  }

  #write(stream: string, written: StoredEvent[], events: readonly ProposedEvent[]): AppendResult {
    const createdMs = Date.now();
    const places = events.map(({ data, metadata }) => {
      const prepare = this.#end;
      this.#end += BigInt(data.length + metadata.length) + RECORD_OVERHEAD;
      return prepare;
    });
    const commit = places.at(-1) ?? this.#end;
    events.forEach((event, index) => {
      const placed = { stream, revision: BigInt(written.length), commit, prepare: places[index] as bigint, createdMs };
      const stored: StoredEvent = { ...event, ...placed };
      written.push(stored);
      this.all.push(stored);
    });
    this.#streams.set(stream, written);
    if (stream.startsWith('$$')) this.limits.told(stream.slice(2), events.at(-1)?.data);
    this.#changed();
    return { kind: 'success', revision: BigInt(written.length) - 1n, position: { commit, prepare: commit } };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
    const lagMs = this.lagMs();
    if (lagMs > 0) setTimeout(() => this.#listeners.forEach((listener) => listener()), lagMs + 1);
  }
}
