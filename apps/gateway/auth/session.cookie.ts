import { decryptText, encrypt } from '#vault';
import { InstallationSecrets } from '#identity';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FrontDoor } from './front-door.js';

const SESSION_COOKIE = 'tokenok_session';
/** Browsers take it over TLS alone, from this very host, for all of its paths: no sibling host can plant one (RFC 6265bis). */
const HOST_COOKIE = `__Host-${SESSION_COOKIE}`;

const KEY_NAME = 'cookie';
const CONTEXT = 'session';

/** What a cookie says: whose session, and which. What has become of it is in the person's stream. */
export interface NamedSession {
  readonly person: string;
  readonly session: string;
}

/**
 * The cookie of a session: encrypted under the installation's cookie key, so that any gateway of the installation can read it and nobody
 * else can make or change one.
 */
@Injectable()
export class SessionCookies {
  constructor(
    private readonly installation: InstallationSecrets,
    private readonly door: FrontDoor,
  ) {}

  /** The `set-cookie` of a session that lasts for so long at most. */
  issue({ person, session }: NamedSession, maxAgeMs: number, request: FastifyRequest): string {
    const value = encrypt(KEY_NAME, this.installation.cookieKey, JSON.stringify({ person, session }), CONTEXT);
    return this.setCookie(value, Math.floor(maxAgeMs / 1_000), request);
  }

  /** The `set-cookie` that takes it away. */
  clear(request: FastifyRequest): string {
    return this.setCookie('', 0, request);
  }

  /** Undefined for no cookie, and for one that is not ours or was changed. */
  read(request: FastifyRequest): NamedSession | undefined {
    const value = cookieValue(request.headers.cookie ?? '', this.name);
    return value === undefined ? undefined : this.open(value);
  }

  /** Where people reach us over TLS, by `TOKENOK_PUBLIC_URL`, the other name says nothing. */
  private get name(): string {
    return this.door.isPublicOverTls ? HOST_COOKIE : SESSION_COOKIE;
  }

  private open(value: string): NamedSession | undefined {
    try {
      return asSession(JSON.parse(decryptText(KEY_NAME, this.installation.cookieKey, value, CONTEXT)));
    } catch {
      return undefined;
    }
  }

  /**
   * RFC 6265. The value is base64url and dots, so nothing has to be quoted. `Secure` wherever the browser came over TLS; without it,
   * a gateway on plain loopback could not be signed in to.
   */
  private setCookie(value: string, maxAgeSeconds: number, request: FastifyRequest): string {
    const secure = this.door.isOverTls(request) ? '; Secure' : '';
    return `${this.name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Strict${secure}`;
  }
}

/** The first of that name: browsers send the most specific path first. */
function cookieValue(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** A cookie of a version before sessions were recorded says nothing: its admin signs in again. */
function asSession(value: unknown): NamedSession | undefined {
  const { person, session } = (value ?? {}) as { readonly [Member in keyof NamedSession]?: unknown };
  return typeof person === 'string' && typeof session === 'string' ? { person, session } : undefined;
}
