import { decryptText, encrypt } from '#vault';
import { InstallationSecrets, type AdminSession } from '#identity';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { newId } from '../ground/request-id.js';

export const SESSION_COOKIE = 'tokenok_session';
export const SESSION_SECONDS = 12 * 60 * 60;

const KEY_NAME = 'cookie';
const CONTEXT = 'session';

export interface Session extends AdminSession {
  /** When it ends, in milliseconds since 1970. */
  readonly endsAtMs: number;
}

/**
 * The console's session: who and until when, encrypted under the installation's cookie key, so that any gateway of the
 * installation can read it and nobody else can make or change one. What is kept on our side is which of them have ended before.
 */
@Injectable()
export class SessionCookies {
  constructor(private readonly installation: InstallationSecrets) {}

  /** The `set-cookie` that opens a session. */
  issue({ admin, generation }: Omit<AdminSession, 'session'>, nowMs: number, request: FastifyRequest): string {
    const session: Session = { admin, generation, session: newId('ses'), endsAtMs: nowMs + SESSION_SECONDS * 1_000 };
    const value = encrypt(KEY_NAME, this.installation.cookieKey, JSON.stringify(session), CONTEXT);
    return setCookie(value, SESSION_SECONDS, request);
  }

  /** The `set-cookie` that ends it. */
  clear(request: FastifyRequest): string {
    return setCookie('', 0, request);
  }

  /** Undefined for no cookie, one that is not ours, was changed, or has run out. */
  read(request: FastifyRequest, nowMs: number): Session | undefined {
    const value = cookieValue(request.headers.cookie ?? '');
    const session = value === undefined ? undefined : this.open(value);
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

/**
 * RFC 6265. The value is base64url and dots, so nothing has to be quoted. `Secure` wherever the browser came over TLS; without it,
 * a gateway on plain loopback could not be signed in to.
 */
function setCookie(value: string, maxAgeSeconds: number, request: FastifyRequest): string {
  const isSecure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  return `${SESSION_COOKIE}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** The first of that name: browsers send the most specific path first. */
function cookieValue(header: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1);
}

/** A cookie of a version before sessions had names says nothing: its admin signs in again. */
function asSession(value: unknown): Session | undefined {
  const { admin, session, generation, endsAtMs } = (value ?? {}) as { readonly [Member in keyof Session]?: unknown };
  if (typeof admin !== 'string' || typeof session !== 'string' || typeof generation !== 'number' || typeof endsAtMs !== 'number') {
    return undefined;
  }
  return { admin, session, generation, endsAtMs };
}
