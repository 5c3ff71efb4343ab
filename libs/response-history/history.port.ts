/**
 * The fourth port: our history of answers of Responses, those that no provider has stored because they were translated (ADR 0021; what a provider has is
 * *stored*, what we have is *history*). What is kept is its customer's own content, sealed by the key that the vault has for them; the store sees ciphertexts. Nothing in it is money, nothing can be rebuilt, and losing it costs a client that goes
 * on from an answer one refusal. Whatever cannot be done throws `HistoryUnavailableError`.
 */
export interface HistoryStore {
  /** Found by every gateway once it resolves, and there after the process died. The same id again changes nothing. */
  keep(response: SealedResponse): Promise<void>;
  /** Those of this customer that are there, in no order. `output`: without the input, which is the larger part. */
  find(customer: string, ids: readonly string[], part: 'whole' | 'output'): Promise<FoundResponse[]>;
  forget(customer: string, id: string): Promise<void>;
  /** Deletes the customer's oldest until the others have this many bytes at most. */
  trim(customer: string, mostBytes: number): Promise<void>;
  /** Deletes what was kept before this moment (milliseconds since the epoch), so many at most; resolves to how many there were. */
  sweep(beforeMs: number, most: number): Promise<number>;
  close(): Promise<void>;
}

/** One response, as it is kept. */
export interface SealedResponse {
  readonly customer: string;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly keptAtMs: number;
  readonly input: string;
  readonly output: string;
}

export type FoundResponse = Pick<SealedResponse, 'id' | 'keptAtMs' | 'output'> & {
  /** Undefined where only the output was asked for. */
  readonly input: string | undefined;
};

/** The store does not answer, or cannot be opened. */
export class HistoryUnavailableError extends Error {
  readonly code = 'RESPONSES_UNAVAILABLE';
}
