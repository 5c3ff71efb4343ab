import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { HttpRefusal } from '../http/errors/refusal.js';
import { settingsOf, type Access } from '../http/route/route-settings.js';
import { AdminAuthenticator, type AdminCaller } from './admin-authenticator.js';
import { presentedCredential } from './credentials.js';
import { KeyAuthenticator, type KeyCaller } from './key-authenticator.js';

/** All of them hold their bodies together. */
const ADMINS = 'admins';

/**
 * Stands before every route and does what the route says of itself, from the headers alone: of a stranger not a byte of the body is read. Made with the
 * application, before its routes are registered.
 */
@Injectable()
export class AccessGate {
  constructor(
    private readonly admins: AdminAuthenticator,
    private readonly keys: KeyAuthenticator,
    host: HttpAdapterHost,
  ) {
    const fastify = host.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorateRequest('caller', null);
    fastify.addHook('onRoute', (route) => this.guard(route));
  }

  private guard(route: RouteOptions): void {
    const { access } = settingsOf(route);
    if (access === undefined || access.kind === 'anyone') return;
    const hooks = [route.onRequest ?? []].flat();
    route.onRequest = [
      ...hooks,
      (request, _reply, done) => {
        try {
          request.caller = this.callerOf(request, access);
          request.holder = 'customer' in request.caller ? request.caller.customer.account : ADMINS;
        } catch (refusal) {
          done(refusal as Error);
          return;
        }
        done();
      },
    ];
  }

  private callerOf(request: FastifyRequest, access: Exclude<Access, { kind: 'anyone' }>): AdminCaller | KeyCaller {
    switch (access.kind) {
      case 'admin':
        return this.admins.authenticate(request);
      case 'key':
        return this.customer(request, access.scopes);
      case 'key_alone':
        return this.keys.authenticate(request, access.scopes);
    }
  }

  /** The console's session opens `/me` too, but those who can sign in today are admins, and an admin is no customer. */
  private customer(request: FastifyRequest, scopes: Parameters<KeyAuthenticator['authenticate']>[1]): KeyCaller {
    if (presentedCredential(request.headers) === undefined && this.admins.session(request)) {
      const message = 'You are signed in as an admin, and an admin is no customer: use an API key, or /admin/customers';
      throw new HttpRefusal('PERMISSION_DENIED', { message });
    }
    return this.keys.authenticate(request, scopes);
  }
}
