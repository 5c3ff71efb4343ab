import type { EntityOrigin } from '#catalog';
import { mintCommandId } from '#event-store';
import type { FastifyRequest } from 'fastify';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import type { KeyCaller } from '../auth/key-authenticator.js';

/** Who commands and in which request: what the events and the audit log will say. */
export function originOf(caller: AdminCaller | KeyCaller, request: FastifyRequest): EntityOrigin {
  const actor = 'actor' in caller ? caller.actor : `key:${caller.key.key}`;
  return { actor, cause: request.id, commandId: mintCommandId() };
}
