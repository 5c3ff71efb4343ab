/**
 * What only one process may do at a time stands in one document that is swapped whole. No clock is in it: who waits for it sees
 * that it changes, by a clock of their own (`Leadership`).
 */
export interface TermRecord {
  readonly name: string;
  /** The fencing token: one more with each holder, and never again less. */
  readonly token: number;
  /** Null once it was given back. */
  readonly holder: string | null;
  /** One more with each renewal. */
  readonly beat: number;
}

export interface TermStore {
  read(name: string): Promise<TermRecord | undefined>;
  /** Stores `next`, durable before it resolves, if the record still is `before` (undefined: none). False: somebody was faster. */
  swap(before: TermRecord | undefined, next: TermRecord): Promise<boolean>;
  close(): Promise<void>;
}

/** What a holder may do: writers carry it, and the store refuses those whose token is behind. */
export interface Term {
  readonly name: string;
  readonly token: number;
}
