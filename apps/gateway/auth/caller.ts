import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AdminCaller } from './admin-authenticator.js';
import type { KeyCaller } from './key-authenticator.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the gate let in; null on routes that are open to anyone. */
    caller: AdminCaller | KeyCaller | null;
  }
}

/** The caller of a route under `/admin`. */
export const CurrentAdmin = createParamDecorator((_data: unknown, context: ExecutionContext) => adminOf(requestOf(context)));

/** The caller of a route under `/me`. */
export const CurrentKey = createParamDecorator((_data: unknown, context: ExecutionContext) => keyCallerOf(requestOf(context)));

function adminOf({ caller }: FastifyRequest): AdminCaller {
  if (!caller || !('actor' in caller)) throw new TypeError('A route that is not for admins asks for its admin');
  return caller;
}

export function keyCallerOf({ caller }: FastifyRequest): KeyCaller {
  if (!caller || 'actor' in caller) throw new TypeError('A route that is not for keys asks for its key');
  return caller;
}

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();
