import type { RelyingParty } from '#identity';
import { Environment } from '#process';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { refuse } from '../http/errors/refusal.js';

const LOOPBACK = 'localhost';

/** What an installation offers, by its environment. */
@Injectable()
export class Features {
  constructor(private readonly environment: Environment) {}

  /** Whether anybody may make an account of his own. */
  get isSignUpOpen(): boolean {
    return this.environment.signUp === 'open';
  }

  get publicUrl(): string | null {
    return this.environment.publicUrl?.href.replace(/\/$/, '') ?? null;
  }

  /**
   * By TOKENOK_PUBLIC_URL; else where the page stands at `localhost`. Undefined where there can be none: no TLS, or an address instead of a
   * name.
   */
  relyingParty({ headers: { host = '' } }: Pick<FastifyRequest, 'headers'>): RelyingParty | undefined {
    const { publicUrl } = this.environment;
    const url = publicUrl ?? (URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined);
    if (url === undefined || (publicUrl === undefined && url.hostname !== LOOPBACK)) return undefined;
    const isSecure = url.protocol === 'https:' || url.hostname === LOOPBACK;
    return isSecure && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: url.hostname, origins: [url.origin] } : undefined;
  }

  /** Throws `CONFLICT` where there are no passkeys. */
  partyOf(request: Pick<FastifyRequest, 'headers'>): RelyingParty {
    const message = 'Passkeys need a name over TLS (TOKENOK_PUBLIC_URL), or a page that stands at http://localhost';
    return this.relyingParty(request) ?? refuse('CONFLICT', { message });
  }
}
