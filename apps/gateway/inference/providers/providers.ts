import { SANDBOX_URL, type PricedTarget, type Protocol } from '#catalog';
import type { CallableProvider, Directory } from '#directory';
import type { PlannedAttempt } from '#ledger';
import { KnownTraits, MissingRoutes, resolveTraits, upstreamApi, upstreamHeaders, upstreamPath, type ResolvedTraits } from '#routing';
import type { WireApi } from '#wire';
import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerListener, AnswerRoom, AwaitedCall, UpstreamCall, UpstreamClient, UpstreamRequest } from '../upstream/index.js';
import type { BaseUrls } from './base-urls.js';

export interface ProviderCall {
  readonly api: WireApi;
  /** The route that the client came by. */
  readonly clientApi: WireApi;
  readonly body: Buffer;
  readonly room: AnswerRoom;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Of the client's own request. */
  readonly clientHeaders: IncomingHttpHeaders;
}

/** The providers of this process, as requests see them: what each speaks, and how it is called. */
export class Providers {
  private readonly missing = new MissingRoutes(Date.now);
  private readonly traits = new KnownTraits<PricedTarget, Known>(({ upstream_model: upstreamModel, traits: target }, found) =>
    resolveTraits({ ...found, host: hostOf(found.baseUrl), upstreamModel, provider: found.traits, target }),
  );

  constructor(
    private readonly directory: Directory,
    private readonly baseUrls: BaseUrls,
    private readonly upstream: UpstreamClient,
  ) {}

  protocolOf(provider: string): Protocol | undefined {
    return this.directory.provider(provider)?.protocol;
  }

  traitsOf(target: PricedTarget): ResolvedTraits {
    return this.traits.of(target, this.directory.provider(target.provider) ?? GONE);
  }

  /** By which of its routes a provider can answer one of ours: the best that it is not known to lack. Undefined: by none. */
  upstreamOf(api: WireApi, provider: string): WireApi | undefined {
    const found = this.directory.provider(provider);
    if (!found || this.missing.isEmpty) return found && upstreamApi(api, found.protocol);
    const place = placeOf(provider, found.baseUrl);
    return upstreamApi(api, found.protocol, (upstream) => this.missing.has(place, upstream));
  }

  /** The next best where the provider turned out not to have this one. */
  upstreamBeside(api: WireApi, provider: string, missing: WireApi): WireApi | undefined {
    const protocol = this.protocolOf(provider);
    return protocol && upstreamApi(api, protocol, (upstream) => upstream === missing);
  }

  noteMissing(provider: string, upstream: WireApi): void {
    const found = this.directory.provider(provider);
    if (found) this.missing.note(placeOf(provider, found.baseUrl), upstream);
  }

  /** Undefined for a provider that was taken away meanwhile, or now speaks another protocol than it was planned for. */
  ask(target: Target, call: ProviderCall, listener: AnswerListener): UpstreamCall | undefined {
    const request = this.requestOf(target, call);
    return request && this.upstream.ask(request, listener);
  }

  /** The same, for who waits for it. */
  call(target: Target, call: ProviderCall): AwaitedCall | undefined {
    const request = this.requestOf(target, call);
    return request && this.upstream.call(request);
  }

  private requestOf(
    { provider }: Target,
    { api, clientApi, body, room, deadline, clientHeaders }: ProviderCall,
  ): UpstreamRequest | undefined {
    const found = this.directory.provider(provider);
    if (!found) return undefined;
    const { protocol, baseUrl, credential } = found;
    const path = upstreamPath(api, protocol);
    if (path === undefined) return undefined;
    const url = this.baseUrls.resolve(baseUrl, protocol) + path;
    return { url, headers: upstreamHeaders(clientApi, protocol, credential, clientHeaders), credential, body, room, deadline };
  }
}

type Target = Pick<PlannedAttempt, 'provider'>;
type Known = Pick<CallableProvider, 'protocol' | 'baseUrl' | 'traits'>;
/** Planned all the same, so that its failure stands in the record. */
const GONE: Known = { protocol: 'openai', baseUrl: SANDBOX_URL };
const hostOf = (baseUrl: string): string => (baseUrl === SANDBOX_URL ? '' : new URL(baseUrl).host);
const placeOf = (provider: string, baseUrl: string): string => `${provider} ${baseUrl}`;
