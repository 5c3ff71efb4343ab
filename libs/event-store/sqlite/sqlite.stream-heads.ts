/** Number and end of a stream. */
export interface StreamHead {
  readonly id: number;
  readonly revision: number;
  /** Of its last event; undefined where that has not been looked at. */
  readonly hash?: string | undefined;
}

/** The streams written last, so that an append need not look for its stream's end: least recently used go first. */
export class StreamHeads {
  readonly #heads = new Map<string, StreamHead>();

  constructor(readonly limit = 20_000) {}

  get(stream: string): StreamHead | undefined {
    return this.#heads.get(stream);
  }

  set(stream: string, head: StreamHead): void {
    this.#heads.delete(stream);
    this.#heads.set(stream, head);
    if (this.#heads.size > this.limit) this.#heads.delete(this.#heads.keys().next().value as string);
  }

  clear(): void {
    this.#heads.clear();
  }
}
