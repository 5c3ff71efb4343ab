import type { Position } from '../event-store.port.js';

const PREPARE_BITS = 64n;

/** Where an event stands in the server's log. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Both halves, in their order: events of one append may share the commit position and differ in the prepare position only. */
export function positionOf({ commit, prepare }: LogPosition): Position {
  return (commit << PREPARE_BITS) | prepare;
}

export function logPosition(position: Position): LogPosition {
  return { commit: position >> PREPARE_BITS, prepare: BigInt.asUintN(64, position) };
}
