/** Where the verifier stands in a stream. */
export interface CheckedTip {
  readonly revision: bigint;
  /** Hash that the next event must continue; null where it cannot be told, because the last event is damaged. */
  readonly hash: string | null;
}
