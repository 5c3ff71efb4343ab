import { decryptText, encrypt } from '#vault';
import { InstallationSecrets } from '#identity';
import { fastifyCookie as cookie } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'tokenok_session';
export const SESSION_SECONDS = 12 * 60 * 60;

const KEY_NAME = 'cookie';
const CONTEXT = 'session';

export interface Session {
  readonly admin: string;
  /** When it ends, in milliseconds since 1970. */
  readonly endsAtMs: number;
}

/**
 * The console's session: who and until when, encrypted under the installation's cookie key, so that any gateway of the
 * installation can read it and nobody else can make or change one. Nothing is kept on our side.
 */
@Injectable()
export class SessionCookies {
  constructor(private readonly installation: InstallationSecrets) {}

  /** The `set-cookie` that opens a session. */
  issue(admin: string, nowMs: number, request: FastifyRequest): string {
    const session: Session = { admin, endsAtMs: nowMs + SESSION_SECONDS * 1_000 };
    const value = encrypt(KEY_NAME, this.installation.cookieKey, JSON.stringify(session), CONTEXT);
    return cookie.serialize(SESSION_COOKIE, value, { ...attributesFor(request), maxAge: SESSION_SECONDS });
  }

  /** The `set-cookie` that ends it. */
  clear(request: FastifyRequest): string {
    return cookie.serialize(SESSION_COOKIE, '', { ...attributesFor(request), maxAge: 0 });
  }

  /** Undefined for no cookie, one that is not ours, was changed, or has run out. */
  read(request: FastifyRequest, nowMs: number): Session | undefined {
    const header = request.headers.cookie;
    const value = header === undefined ? undefined : cookie.parse(header)[SESSION_COOKIE];
    if (!value) return undefined;
    const session = this.open(value);
    return session && session.endsAtMs > nowMs ? session : undefined;
  }

  private open(value: string): Session | undefined {
    try {
      return asSession(JSON.parse(decryptText(KEY_NAME, this.installation.cookieKey, value, CONTEXT)));
    } catch {
      return undefined;
    }
  }
}

/** `Secure` wherever the browser came over TLS; without it, a gateway on plain loopback could not be signed in to. */
function attributesFor(request: FastifyRequest) {
  const isSecure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  return { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure } as const;
}

function asSession(value: unknown): Session | undefined {
  if (typeof value !== 'object' || value === null || !('admin' in value) || !('endsAtMs' in value)) return undefined;
  const { admin, endsAtMs } = value;
  return typeof admin === 'string' && typeof endsAtMs === 'number' ? { admin, endsAtMs } : undefined;
}
