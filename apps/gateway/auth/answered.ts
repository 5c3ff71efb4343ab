import type { FastifyReply } from 'fastify';
import type { Outcome } from '../idempotency/outcome.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import type { Refused } from '../http/errors/refused.js';
import { tellPosition } from '../http/output/positions.js';

/** What a command is answered over HTTP. Throws its refusal. */
export function answered(reply: FastifyReply, outcome: Outcome): object {
  if (outcome.position !== undefined) tellPosition(reply, outcome.position);
  if (outcome.refused) throw thrown(outcome.refused);
  if (outcome.isConfidential) reply.header('cache-control', 'no-store');
  return outcome.body;
}

/** A refusal that came as a value, as the edge throws it. */
export function thrown({ code, message, field }: Refused): HttpRefusal {
  return new HttpRefusal(code, field === undefined ? { message } : { message, field });
}
