import { Environment } from '#process';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { HttpRefusal } from '../http/errors/refusal.js';
import { requireJsonMediaType } from '../http/input/json.js';
import { realAddress } from '../http/server/real-address.js';

type Asked = Pick<FastifyRequest, 'headers' | 'protocol' | 'socket'>;

/** How people reach us: by which pages, over TLS or not, and from where. */
@Injectable()
export class FrontDoor {
  constructor(private readonly environment: Environment) {}

  /** Behind proxies that are trusted, what they say of it; else whoever holds the connection. */
  addressOf({ headers, socket }: Asked): string {
    return realAddress(socket.remoteAddress ?? '', headers['x-forwarded-for'], this.environment.trustedProxies);
  }

  /**
   * By `TOKENOK_PUBLIC_URL` where it is set. Else a proxy's word is enough, whoever it is: it can make a cookie only stricter, and
   * only the cookie of whoever asks.
   */
  isOverTls(asked: Asked): boolean {
    const { publicUrl } = this.environment;
    return publicUrl ? publicUrl.protocol === 'https:' : cameOverTls(asked);
  }

  /** Whether people reach us over TLS alone. */
  get isPublicOverTls(): boolean {
    return this.environment.publicUrl?.protocol === 'https:';
  }

  /** Of what a session does, and of a sign-in: throws as `refuseForeignPage`, and `UNSUPPORTED_MEDIA_TYPE` for a body that a form could send. */
  refuseForeignWrite(request: FastifyRequest): void {
    this.refuseForeignPage(request);
    const isEmpty = request.method === 'DELETE' && request.headers['content-type'] === undefined;
    if (!isEmpty) requireJsonMediaType(request, 'said');
  }

  /**
   * Throws `PERMISSION_DENIED` for what a page of another origin sends, scheme and port among it: browsers name the origin of every command. SameSite=Strict
   * still sends the cookie from another port of the same host, and a sign-in needs no cookie.
   */
  refuseForeignPage(request: Asked): void {
    if (this.isOurPage(request)) return;
    const message =
      'A session is opened and used by pages of our own origin only: the one of TOKENOK_PUBLIC_URL, or an address of this gateway itself. A script sends Sec-Fetch-Site: same-origin';
    throw new HttpRefusal('PERMISSION_DENIED', { field: 'origin', message });
  }

  private isOurPage(asked: Asked): boolean {
    const { origin, host = '' } = asked.headers;
    if (/^(cross|same)-site$/i.test(String(asked.headers['sec-fetch-site'] ?? ''))) return false;
    if (origin === undefined) return /^same-origin$/i.test(String(asked.headers['sec-fetch-site'] ?? ''));
    if (origin === this.environment.publicUrl?.origin) return true;
    // A name that is not ours may be made to lead here (DNS rebinding): then it is the host's, too. An address cannot.
    return origin === `${cameOverTls(asked) ? 'https' : 'http'}://${host}` && URL.canParse(origin) && isOfThisMachine(new URL(origin));
  }
}

const cameOverTls = ({ headers, protocol }: Asked): boolean =>
  protocol === 'https' || /^https\b/i.test(String(headers['x-forwarded-proto'] ?? ''));

const isOfThisMachine = ({ hostname }: URL): boolean => /^(.+\.)?localhost$/.test(hostname) || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
