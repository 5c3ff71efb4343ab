import type { Protocol } from '#catalog';
import { readRequest, upstreamApis, type ReadRequest, type WireApi, type WireRefusal } from '#wire';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';

/** Every route under `/v1` that takes a body, and the field that its input stands in. */
const INPUTS: Readonly<Record<WireApi, string>> = {
  chat: 'messages',
  completions: 'prompt',
  responses: 'input',
  embeddings: 'input',
  messages: 'messages',
  count_tokens: 'messages',
};

/** Where each protocol has its routes, behind a `base_url` as its own SDK takes it. */
const UPSTREAM_PATHS: Readonly<Record<Protocol, Readonly<Partial<Record<WireApi, string>>>>> = {
  openai: { chat: '/chat/completions', completions: '/completions', responses: '/responses', embeddings: '/embeddings' },
  anthropic: { messages: '/v1/messages', count_tokens: '/v1/messages/count_tokens' },
};

/** The routes of a protocol that can answer one of ours, the best first. */
const ANSWERED_BY: Readonly<Record<Protocol, Readonly<Record<WireApi, readonly WireApi[]>>>> = {
  openai: answeredBy('openai'),
  anthropic: answeredBy('anthropic'),
};

function answeredBy(protocol: Protocol): Readonly<Record<WireApi, readonly WireApi[]>> {
  const apis = Object.keys(INPUTS) as WireApi[];
  const has = (upstream: WireApi): boolean => UPSTREAM_PATHS[protocol][upstream] !== undefined;
  return Object.fromEntries(apis.map((api) => [api, upstreamApis(api).filter(has)])) as Record<WireApi, WireApi[]>;
}

/** The body of a route, understood. Refused is what is malformed and what cannot be metered. What it refers to is checked where the route is planned. */
export function understood(api: WireApi, body: Buffer): ReadRequest | RequestRefusal<'INVALID_REQUEST'> {
  const request = readRequest(api, body);
  return request.kind === 'request' ? request : notUnderstood(request);
}

export function notUnderstood({ param, message, errorCode }: WireRefusal): RequestRefusal<'INVALID_REQUEST'> {
  const refusal = refuse('INVALID_REQUEST', param ?? undefined, message);
  return errorCode === undefined ? refusal : { ...refusal, errorCode };
}

export function inputField(api: WireApi): string {
  return INPUTS[api];
}

/** The best of a provider's routes that can answer this one; undefined where its protocol has none, or this provider lacks all of them. */
export function upstreamApi(api: WireApi, protocol: Protocol, lacks?: (upstream: WireApi) => boolean): WireApi | undefined {
  const routes = ANSWERED_BY[protocol][api];
  return lacks ? routes.find((upstream) => !lacks(upstream)) : routes[0];
}

export function upstreamPath(api: WireApi, protocol: Protocol): string | undefined {
  return UPSTREAM_PATHS[protocol][api];
}

export function isAnthropic(api: WireApi): boolean {
  return api === 'messages' || api === 'count_tokens';
}
