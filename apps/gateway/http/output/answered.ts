import type { FastifyReply } from 'fastify';
import type { Outcome } from '../../idempotency/outcome.js';
import { HttpRefusal } from '../errors/refusal.js';
import type { Refused } from '../errors/refused.js';
import { tellPosition } from './positions.js';

/** What a command is answered over HTTP. Throws its refusal. */
export function answered(reply: FastifyReply, outcome: Outcome): object {
  if (outcome.refused) throw thrown(outcome.refused);
  if (outcome.isConfidential) reply.header('cache-control', 'no-store');
  tellPosition(reply, outcome.position);
  return outcome.body;
}

/** A refusal that came as a value, as the edge throws it. */
export function thrown({ code, message, field }: Refused): HttpRefusal {
  return new HttpRefusal(code, field === undefined ? { message } : { message, field });
}
