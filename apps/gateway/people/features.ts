import { Environment } from '#process';
import { Injectable } from '@nestjs/common';
import { isIP } from 'node:net';

/** Whom passkeys are made for. */
export interface RelyingParty {
  /** A domain: passkeys of an address there are none. */
  readonly id: string;
  readonly origins: readonly string[];
}

/** What an installation offers, by its environment. */
@Injectable()
export class Features {
  constructor(private readonly environment: Environment) {}

  /** Whether anybody may make an account of his own. */
  get isSignUpOpen(): boolean {
    return false;
  }

  get publicUrl(): string | null {
    return this.environment.publicUrl?.href.replace(/\/$/, '') ?? null;
  }

  /** By TOKENOK_PUBLIC_URL; else on the loopback only, as `localhost`. Undefined where there can be none: no TLS, or an address for a name. */
  get relyingParty(): RelyingParty | undefined {
    const { publicUrl, port } = this.environment;
    if (publicUrl === undefined) return { id: 'localhost', origins: [`http://localhost:${port}`] };
    const { hostname, origin, protocol } = publicUrl;
    const isSecure = protocol === 'https:' || hostname === 'localhost';
    return isSecure && isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origins: [origin] } : undefined;
  }
}
