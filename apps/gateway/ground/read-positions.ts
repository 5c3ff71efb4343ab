/** How long a read waits for the read models. */
export const POSITION_WAIT_MS = 2_000;

/** Injected where reads wait; whoever runs the projections provides it. */
export abstract class ReadPositions {
  /** True once every read model that HTTP reads from has applied the position; false when that took longer. Never throws for time. */
  abstract waitFor(position: bigint, timeoutMs: number): Promise<boolean>;
}
