import { Environment } from '#process';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
import { reachable } from '../ground/own-address.js';

/** What a link is for, as its address says. */
export type LinkTo = 'join' | 'reset' | 'address' | 'sign-up';

/**
 * Links that carry a token. They begin with `TOKENOK_PUBLIC_URL`, never with what a request says of its host; where it is not set, with
 * the address that the banner shows. The token stands in the fragment, which no browser sends and no log of a proxy has.
 */
@Injectable()
export class Links {
  constructor(
    private readonly environment: Environment,
    private readonly host: HttpAdapterHost,
  ) {}

  to(what: LinkTo, token: string): string {
    return `${this.base()}/console/${what}#${token}`;
  }

  private base(): string {
    const { publicUrl, host, port } = this.environment;
    if (publicUrl) return publicUrl.href.replace(/\/+$/, '');
    const server = this.host.httpAdapter.getHttpServer() as { address: () => AddressInfo | string | null };
    const address = server.address();
    return `http://${reachable(host)}:${typeof address === 'object' && address !== null ? address.port : port}`;
  }
}
