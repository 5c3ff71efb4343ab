import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryText } from '../input/query.js';
import { refuse } from '../errors/refusal.js';

/** How long a read waits for the read models. */
export const POSITION_WAIT_MS = 2_000;

/** Injected where reads wait; whoever runs the projections provides it. */
export abstract class ReadPositions {
  /** True once every read model that HTTP reads from has applied the position; false when that took longer. Never throws for time. */
  abstract waitFor(position: bigint, timeoutMs: number): Promise<boolean>;
}

/** Positions are opaque to clients, and decimal to us; the widest that an engine has are of 128 bits. Undefined for what is none. */
export function readPosition(text: string): bigint | undefined {
  return /^\d{1,39}$/.test(text) ? BigInt(text) : undefined;
}

/** The `min_position` of a read, or undefined. */
export function minPosition(request: FastifyRequest): bigint | undefined {
  const text = queryText(request, 'min_position');
  if (text === undefined) return undefined;
  const position = readPosition(text);
  if (position !== undefined) return position;
  return refuse('INVALID_REQUEST', { field: 'min_position', message: 'min_position must be a position as x-tokenok-position gave it' });
}

/** Waits for the request's `min_position`; 503 with `retry-after` where the read models do not reach it in time. */
export async function awaitMinPosition(request: FastifyRequest, positions: ReadPositions): Promise<void> {
  const position = minPosition(request);
  if (position === undefined || (await positions.waitFor(position, POSITION_WAIT_MS))) return;
  refuse('POSITION_NOT_REACHED', { field: 'min_position', message: `The read models have not reached position ${position} within 2 s` });
}

/** On every answer to a write: what a later read can wait for. */
export function tellPosition(reply: FastifyReply, position: bigint): void {
  reply.header('x-tokenok-position', position.toString());
}
