import type { Directory, Protocol } from '#catalog';
import type { PlannedAttempt } from '#ledger';
import type { WireApi } from '#wire';
import type { IncomingHttpHeaders } from 'node:http';
import type { UpstreamCall, UpstreamClient } from '../upstream/index.js';
import type { BaseUrls } from './base-urls.js';
import { upstreamHeaders } from './upstream-headers.js';
import { upstreamPath } from './wire-routes.js';

export interface ProviderCall {
  readonly api: WireApi;
  /** The route that the client came by. */
  readonly clientApi: WireApi;
  readonly body: Buffer;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Of the client's own request. */
  readonly clientHeaders: IncomingHttpHeaders;
  readonly signal?: AbortSignal;
}

/** The providers of this process, as requests see them: what each speaks, and how it is called. */
export class Providers {
  constructor(
    private readonly directory: Directory,
    private readonly baseUrls: BaseUrls,
    private readonly upstream: UpstreamClient,
  ) {}

  protocolOf(provider: string): Protocol | undefined {
    return this.directory.provider(provider)?.protocol;
  }

  /** Undefined for a provider that was taken away meanwhile, or now speaks another protocol than it was planned for. */
  call(
    { provider }: Pick<PlannedAttempt, 'provider'>,
    { api, clientApi, body, deadline, clientHeaders, signal }: ProviderCall,
  ): UpstreamCall | undefined {
    const found = this.directory.provider(provider);
    if (!found) return undefined;
    const { protocol, baseUrl, credential } = found;
    const path = upstreamPath(api, protocol);
    if (path === undefined) return undefined;
    const url = this.baseUrls.resolve(baseUrl, protocol) + path;
    const headers = upstreamHeaders(clientApi, protocol, credential, clientHeaders);
    return this.upstream.call({ url, headers, body, deadline, ...(signal ? { signal } : {}) });
  }
}
