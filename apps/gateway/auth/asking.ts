import type { FastifyRequest } from 'fastify';
import { idempotencyKey } from '../http/input/idempotency-key.js';
import { rawBody } from '../http/input/json.js';
import type { AskedOnce, Asking } from '../idempotency/asking.js';
import { actorOf, type AdminCaller } from './admin-authenticator.js';
import type { KeyCaller } from './key-authenticator.js';

/** Who asks, from the request and its caller. Throws where the Idempotency-Key is none. */
export function askingOf(caller: AdminCaller | KeyCaller, request: FastifyRequest): Asking {
  const key = idempotencyKey(request);
  return { actor: actorOf(caller), cause: request.id, once: key === undefined ? undefined : askedOnce(request, key) };
}

export const askedOnce = (request: FastifyRequest, key: string): AskedOnce => ({ key, route: routeOf(request), body: rawBody(request) });

/** The same thing has the same name, however its path was encoded. */
function routeOf({ method, routeOptions, params }: FastifyRequest): string {
  const named = params as Readonly<Record<string, string>>;
  return `${method} ${(routeOptions.url ?? '').replace(/:(\w+)|\*/g, (whole, name: string | undefined) => named[name ?? '*'] ?? whole)}`;
}
