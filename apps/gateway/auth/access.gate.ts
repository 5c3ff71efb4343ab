import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { HttpRefusal } from '../http/errors/refusal.js';
import { settingsOf, type Access } from '../http/route/route-settings.js';
import { AdminAuthenticator } from './admin-authenticator.js';
import type { Caller } from './callers.js';
import { presentedCredential } from './credentials.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { SessionAuthenticator } from './session-authenticator.js';

type Guarded = Exclude<Access, { readonly kind: 'anyone' }>;

/** Those who act for no customer hold their bodies together. */
const PEOPLE = 'people';

/**
 * Stands before every route and does what the route says of itself, from the headers alone: of a stranger not a byte of the body is read. Made with the
 * application, before its routes are registered.
 */
@Injectable()
export class AccessGate {
  constructor(
    private readonly admins: AdminAuthenticator,
    private readonly keys: KeyAuthenticator,
    private readonly sessions: SessionAuthenticator,
    host: HttpAdapterHost,
  ) {
    const fastify = host.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorateRequest('caller', null);
    fastify.addHook('onRoute', (route) => this.guard(route));
  }

  private guard(route: RouteOptions): void {
    const { access, needsStepUp = false } = settingsOf(route);
    if (access === undefined || access.kind === 'anyone') return;
    const hooks = [route.onRequest ?? []].flat();
    route.onRequest = [
      ...hooks,
      (request, _reply, done) => {
        const admit = (caller: Caller): void => {
          request.caller = caller;
          request.holder = 'customer' in caller ? caller.customer.account : PEOPLE;
          done();
        };
        try {
          const caller = this.byCredential(request, access);
          if (caller) admit(caller);
          else this.bySession(request, access, needsStepUp).then(admit, done);
        } catch (refusal) {
          done(refusal as Error);
        }
      },
    ];
  }

  /** Whoever sends a key or a token means it, whatever the cookie says; undefined where a session may do. */
  private byCredential(request: FastifyRequest, access: Guarded): Caller | undefined {
    switch (access.kind) {
      case 'key_alone':
        return this.keys.authenticate(request, access.scopes);
      case 'customer':
        if (access.scopes.length === 0 || presentedCredential(request.headers) === undefined) return undefined;
        return this.keys.authenticate(request, access.scopes);
      case 'admin':
        return access.isForPeople ? undefined : this.admins.find(request);
      case 'person':
        return undefined;
    }
  }

  /** A key or a token that the route does not take is not passed over for the cookie beside it. */
  private async bySession(request: FastifyRequest, access: Guarded, needsStepUp: boolean): Promise<Caller> {
    if (access.kind === 'key_alone') throw new TypeError('Keys alone have no session');
    if (presentedCredential(request.headers) !== undefined) throw this.wrongCredential(request, access);
    return this.sessions.authenticate(request, access, needsStepUp);
  }

  private wrongCredential(request: FastifyRequest, access: Guarded): HttpRefusal {
    const headers = { 'www-authenticate': 'Bearer' };
    if (this.admins.find(request) && access.kind === 'admin') {
      return new HttpRefusal('PERMISSION_DENIED', { message: 'The admin token is nobody: sign in (POST /session) to do this' });
    }
    const message =
      access.kind === 'admin' && !access.isForPeople ? 'This is not the admin token' : 'A session (POST /session) is required';
    return new HttpRefusal('UNAUTHENTICATED', { message, headers });
  }
}
