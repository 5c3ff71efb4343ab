import type { Scope } from '#identity';
import { type CanActivate, type ExecutionContext, Injectable, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminAuthenticator, type AdminCaller } from './admin-authenticator.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { accessOf } from '../http/route/access.js';
import { presentedCredential } from './credentials.js';
import { KeyAuthenticator, type KeyCaller } from './key-authenticator.js';

const callers = new WeakMap<FastifyRequest, AdminCaller | KeyCaller>();

/** The caller of a route under `/admin`. */
export const CurrentAdmin = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context) as AdminCaller);

/** The caller of a route under `/me`. */
export const CurrentKey = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context) as KeyCaller);

/**
 * Stands before every route and does what the route says of itself; one that says nothing is a fault, so that no controller can
 * forget it. Who authenticates in the handler (`/v1`, which plans with what it finds) is let through here.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly admins: AdminAuthenticator,
    private readonly keys: KeyAuthenticator,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(context);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    switch (access?.kind) {
      case 'admin':
        callers.set(request, this.admins.authenticate(request));
        return true;
      case 'key':
        callers.set(request, this.customer(request, access.scopes));
        return true;
      case 'key_by_handler':
      case 'anyone':
        return true;
      case undefined:
        throw new TypeError(`${context.getClass().name}.${context.getHandler().name} does not say who may take it`);
    }
  }

  /** The console's session opens `/me` too, but those who can sign in today are admins, and an admin is no customer. */
  private customer(request: FastifyRequest, scopes: readonly Scope[]): KeyCaller {
    if (presentedCredential(request.headers) === undefined && this.admins.session(request)) {
      const message = 'You are signed in as an admin, and an admin is no customer: use an API key, or /admin/customers';
      throw new HttpRefusal('PERMISSION_DENIED', { message });
    }
    return this.keys.authenticate(request, scopes);
  }
}

function callerOf(context: ExecutionContext): AdminCaller | KeyCaller {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new TypeError('A route asks for its caller that is neither under /admin nor under /me');
  return caller;
}
