import { answeredWithin } from '#streams';
import type { FastifyRequest } from 'fastify';
import { idempotencyKey } from '../http/input/idempotency-key.js';
import { rawBody } from '../http/input/json.js';
import type { AskedOnce, Asking } from '../idempotency/asking.js';
import { actorOf, type Caller } from './callers.js';

/** How long administration is waited for, whatever it takes: then it is refused. */
const ADMINISTRATION_MS = 5_000;

/** Until when a command is waited for that comes in now. */
export const administrationUntil = (): number => answeredWithin(ADMINISTRATION_MS);

/** Who asks, from the request and its caller. Throws where the Idempotency-Key is none. */
export function askingOf(caller: Caller, request: FastifyRequest): Asking {
  return { ...unhurried(caller, request), untilMs: administrationUntil() };
}

/** As `askingOf`, for what fetches something first, or writes many things: each of its writes has a time of its own. */
export function unhurried(caller: Caller, request: FastifyRequest): Asking {
  const key = idempotencyKey(request);
  const once = key === undefined ? undefined : askedOnce(request, key);
  return { actor: actorOf(caller), cause: request.id, untilMs: undefined, once };
}

export const askedOnce = (request: FastifyRequest, key: string): AskedOnce => ({ key, route: routeOf(request), body: rawBody(request) });

/** The same thing has the same name, however its path was encoded. */
function routeOf({ method, routeOptions, params }: FastifyRequest): string {
  const named = params as Readonly<Record<string, string>>;
  return `${method} ${(routeOptions.url ?? '').replace(/:(\w+)|\*/g, (whole, name: string | undefined) => named[name ?? '*'] ?? whole)}`;
}
