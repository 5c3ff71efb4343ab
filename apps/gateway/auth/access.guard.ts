import type { Scope } from '#identity';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AdminAuthenticator, type AdminCaller } from './admin-authenticator.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { presentedCredential } from './credentials.js';
import { KeyAuthenticator, type KeyCaller } from './key-authenticator.js';

const SCOPES = 'tokenok:scopes';
const callers = new WeakMap<FastifyRequest, AdminCaller | KeyCaller>();

/** Which scopes open a route under `/me`: any one of them. Unless it says so, `billing:read`. */
export const AnyScope = (...scopes: readonly Scope[]) => SetMetadata(SCOPES, scopes);

/** The caller of a route under `/admin`. */
export const CurrentAdmin = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context) as AdminCaller);

/** The caller of a route under `/me`. */
export const CurrentKey = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context) as KeyCaller);

/**
 * Stands before every route and goes by its path, so that no controller can forget it: `/admin` is for admins, `/me` for API keys
 * with the scopes of the route. `/v1` authenticates where it plans; `/session`, `/webhooks` and the public routes have ways of
 * their own.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly admins: AdminAuthenticator,
    private readonly keys: KeyAuthenticator,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const [, first] = (request.routeOptions.url ?? '').split('/', 2);
    if (first === 'admin') callers.set(request, this.admins.authenticate(request));
    if (first === 'me') callers.set(request, this.customer(request, this.scopesOf(context)));
    return true;
  }

  /** The console's session opens `/me` too, but those who can sign in today are admins, and an admin is no customer. */
  private customer(request: FastifyRequest, scopes: readonly Scope[]): KeyCaller {
    if (presentedCredential(request.headers) === undefined && this.admins.session(request)) {
      const message = 'You are signed in as an admin, and an admin is no customer: use an API key, or /admin/customers';
      throw new HttpRefusal('PERMISSION_DENIED', { message });
    }
    return this.keys.authenticate(request, scopes);
  }

  private scopesOf(context: ExecutionContext): readonly Scope[] {
    const own = this.reflector.getAllAndOverride<readonly Scope[] | undefined>(SCOPES, [context.getHandler(), context.getClass()]);
    return own ?? ['billing:read'];
  }
}

function callerOf(context: ExecutionContext): AdminCaller | KeyCaller {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new TypeError('A route asks for its caller that is neither under /admin nor under /me');
  return caller;
}
