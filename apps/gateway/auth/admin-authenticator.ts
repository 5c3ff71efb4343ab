import { Directory } from '#directory';
import { isSessionOpen, sameSecret } from '#identity';
import { Clock } from '#process';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Secrets } from '../ground/secrets.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { bearerOf, presentedCredential } from './credentials.js';
import type { KeyCaller } from './key-authenticator.js';
import { SessionCookies, type Session } from './session.cookie.js';

/** Who commands: goes into the events as their actor. */
export interface AdminCaller {
  /** `admin:adm_…` for a session, `admin:token` for the admin token. */
  readonly actor: string;
  /** Absent for the admin token. */
  readonly session?: Session;
}

/** The actor of the events that a caller's command writes. */
export const actorOf = (caller: AdminCaller | KeyCaller): string => ('actor' in caller ? caller.actor : `key:${caller.key.key}`);

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The admin token, where the installation has one, or the session of an admin who is still registered. */
@Injectable()
export class AdminAuthenticator {
  constructor(
    private readonly secrets: Secrets,
    private readonly directory: Directory,
    private readonly sessions: SessionCookies,
    private readonly clock: Clock,
  ) {}

  /** Throws `UNAUTHENTICATED`, and `PERMISSION_DENIED` for a command that a page of another origin sends along with the cookie. */
  authenticate(request: FastifyRequest): AdminCaller {
    const token = bearerOf(request.headers);
    const { adminToken } = this.secrets;
    if (token !== undefined && adminToken !== undefined && sameSecret(token, adminToken)) return { actor: 'admin:token' };
    const session = presentedCredential(request.headers) === undefined ? this.session(request) : undefined;
    if (session !== undefined) {
      refuseForeignOrigin(request);
      return { actor: `admin:${session.admin}`, session };
    }
    const message = 'The admin token (Authorization: Bearer <token>) or the session of an admin (POST /session) is required';
    throw new HttpRefusal('UNAUTHENTICATED', { message, headers: { 'www-authenticate': 'Bearer' } });
  }

  /** What the cookie holds, if it is still good: neither run out nor signed out, nor ended with all of its admin. */
  session(request: FastifyRequest): Session | undefined {
    const session = this.sessions.read(request, this.clock.nowMs());
    const admin = session && this.directory.row('admin', session.admin)?.state;
    return admin && isSessionOpen(admin, session) ? session : undefined;
  }
}

/** SameSite=Strict still sends the cookie from another port of the same host; browsers name the origin of every command. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (READING.has(request.method) || origin === undefined) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new HttpRefusal('PERMISSION_DENIED', { field: 'origin', message: 'A session takes commands from pages of its own origin only' });
}
