import type { RelyingParty } from '#identity';
import { Environment } from '#process';
import { Injectable } from '@nestjs/common';
import { isIP } from 'node:net';
import { thrown } from '../auth/answered.js';

const LOOPBACK = 'localhost';

/** What of a request says where its page stands. */
export interface Placed {
  readonly headers: { readonly host?: string | undefined };
}

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
  relyingParty({ headers: { host = '' } }: Placed): RelyingParty | undefined {
    const { publicUrl } = this.environment;
    const url = publicUrl ?? (URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined);
    if (url === undefined || (publicUrl === undefined && url.hostname !== LOOPBACK)) return undefined;
    const isSecure = url.protocol === 'https:' || url.hostname === LOOPBACK;
    return isSecure && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: url.hostname, origins: [url.origin] } : undefined;
  }

  /** Throws `CONFLICT` where there are no passkeys. */
  partyOf(request: Placed): RelyingParty {
    const message = 'Passkeys need a name over TLS (TOKENOK_PUBLIC_URL), or a page that stands at http://localhost';
    const party = this.relyingParty(request);
    if (!party) throw thrown({ code: 'CONFLICT', message });
    return party;
  }
}
