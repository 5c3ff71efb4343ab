import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AdminCaller, Caller, CustomerCaller, KeyCaller, MemberCaller, OperatorCaller, PersonCaller } from './callers.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the gate let in; null on routes that are open to anyone. */
    caller: Caller | null;
  }
}

/** The caller of a route under `/admin`: the admin token, or somebody with a role of the installation. */
export const CurrentAdmin = createParamDecorator((_data: unknown, context: ExecutionContext) => adminOf(requestOf(context)));

/** The caller of a route under `/admin` that no token takes. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext) => operatorOf(requestOf(context)));

/** The caller of a route under `/me`: an API key, or a member. */
export const CurrentCustomer = createParamDecorator((_data: unknown, context: ExecutionContext) => customerOf(requestOf(context)));

/** The caller of a route under `/me` that no key takes. */
export const CurrentMember = createParamDecorator((_data: unknown, context: ExecutionContext) => memberOf(requestOf(context)));

/** The caller of a route under `/session`. */
export const CurrentPerson = createParamDecorator((_data: unknown, context: ExecutionContext) => personOf(requestOf(context)));

function adminOf({ caller }: FastifyRequest): AdminCaller {
  if (caller && 'actor' in caller && (!('person' in caller) || 'installationRole' in caller)) return caller as AdminCaller;
  throw new TypeError('A route that is not for admins asks for its admin');
}

function operatorOf({ caller }: FastifyRequest): OperatorCaller {
  if (caller && 'installationRole' in caller) return caller as OperatorCaller;
  throw new TypeError('A route that a token may take asks for a person');
}

function customerOf({ caller }: FastifyRequest): CustomerCaller {
  if (caller && 'customer' in caller) return caller;
  throw new TypeError('A route that is not for customers asks for its customer');
}

function memberOf({ caller }: FastifyRequest): MemberCaller {
  if (caller && 'role' in caller && 'person' in caller) return caller as MemberCaller;
  throw new TypeError('A route that a key may take asks for a member');
}

export function keyCallerOf({ caller }: FastifyRequest): KeyCaller {
  if (caller && 'key' in caller) return caller;
  throw new TypeError('A route that is not for keys asks for its key');
}

function personOf({ caller }: FastifyRequest): PersonCaller {
  if (caller && 'session' in caller && caller.session !== undefined) return caller;
  throw new TypeError('A route that is not for people asks for its person');
}

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();
