import type { PricedModel } from '#catalog';
import { Money, dearestInput, dearestOutput, rate, type Currency, type Price } from '#money';
import { boundInputTokens, isBoundByWindow, type WireApi, type WireRequest } from '#wire';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';
import { inputField } from '../routes/wire-routes.js';

/** Sent upstream where neither the request nor the model says how long an answer may be. */
export const FALLBACK_OUTPUT_TOKENS = 4_096;
/** Below this an answer is of no use: rather 402 (or the request's own limit, if that is smaller). */
const USEFUL_OUTPUT_TOKENS = 16;
/** How many bytes make a token in ordinary text: for what we expect to owe, never for a hold. */
const BYTES_PER_TOKEN = 4;

/** By which route a planned provider is asked, and for what. */
export interface PlannedRoute {
  readonly upstream: WireApi;
  readonly target: { readonly model: string; readonly upstream_model: string };
}

/** What has to be held for a request (ADR 0010): where several models may answer, the dearest counts. */
export function worstCase(request: WireRequest, models: readonly PricedModel[], routes: readonly PlannedRoute[]) {
  let inputTokens = 0;
  for (const model of models) {
    const bound = inputBound(request, model, routes);
    if (typeof bound !== 'number') return bound;
    inputTokens = Math.max(inputTokens, bound);
  }
  const outputTokens = Math.max(...models.map((model) => outputLimit(request, model)));
  return {
    inputTokens,
    inputPerMillion: largest(models.map(({ price }) => dearestInput(price, request.details))),
    outputPerMillion: largest(models.map(({ price }) => dearestOutput(price, request.details))),
    outputTokens,
    minimumOutputTokens: Math.min(leastUseful(request), outputTokens),
    choices: request.choices,
  };
}

/** min(context window, bytes and published maxima); a file counts as the whole context window. */
function inputBound(request: WireRequest, model: PricedModel, routes: readonly PlannedRoute[]): number | RequestRefusal<'INVALID_REQUEST'> {
  const window = model.limits.context_window;
  const own = routes.filter(({ target }) => target.model === model.id);
  const upstreams = own.map(({ upstream }) => upstream);
  if (isBoundByWindow(request, upstreams)) {
    if (window !== undefined) return window;
    const message = `What the request names or brings as a file cannot be bounded: ${model.id} has no context_window`;
    return refuse('INVALID_REQUEST', inputField(request.api), message);
  }
  const upstreamModels = own.map(({ target }) => target.upstream_model);
  return Math.min(window ?? Infinity, boundInputTokens(request, upstreamModels));
}

/** The request's own limit, else the model's default, else its maximum; never above the maximum. */
function outputLimit(request: WireRequest, { limits }: PricedModel): number {
  const wanted = request.outputLimit ?? limits.default_output_tokens ?? limits.max_output_tokens ?? FALLBACK_OUTPUT_TOKENS;
  return Math.min(wanted, limits.max_output_tokens ?? Infinity);
}

/** The smaller of 16 and the request's own limit, on top of a thinking budget, without which the provider would refuse. */
function leastUseful({ outputLimit, outputAtLeast }: WireRequest): number {
  const useful = Math.min(USEFUL_OUTPUT_TOKENS, outputLimit ?? USEFUL_OUTPUT_TOKENS);
  return outputAtLeast === undefined ? useful : outputAtLeast - 1 + useful;
}

/** What we expect to owe a provider for a request that is never heard of again: its text, what is stored there, and the whole answer that was allowed. */
export function expectedCost(
  { textBytes, choices }: WireRequest,
  storedTokens: number,
  outputTokens: number,
  currency: Currency,
  price: Price,
) {
  const input = Math.ceil(textBytes / BYTES_PER_TOKEN + storedTokens);
  const { nanos } = rate({ input, cached_input: 0, cache_write: 0, output: outputTokens * choices }, price);
  return { amount: Money.of(currency, nanos).toString(), currency };
}

const largest = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b > a ? b : a), 0n);
