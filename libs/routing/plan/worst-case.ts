import type { PricedModel } from '#catalog';
import { Money, rate, type Currency, type Price } from '#money';
import { boundInputTokens, isBoundByWindow, type WireApi, type WireRequest } from '#wire';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';
import { inputField } from '../routes/wire-routes.js';
import { dearestOf } from './model-pieces.js';
import type { ResolvedTraits } from '../traits/resolve-traits.js';
import { leastUseful, type OutputLimit } from './output-limit.js';

/** How many bytes make a token in ordinary text: for what we expect to owe, never for a hold. */
const BYTES_PER_TOKEN = 4;

/** By which route a planned provider is asked, for what, how long its answer may be, and what it counts of that. */
export interface PlannedRoute {
  readonly upstream: WireApi;
  readonly target: { readonly model: string; readonly upstream_model: string };
  readonly limit: OutputLimit;
  readonly traits: Pick<ResolvedTraits, 'boundPercent' | 'limitField'>;
}

/** What has to be held for a request (ADR 0010): where several models may answer, the dearest counts. */
export function worstCase(request: WireRequest, models: readonly PricedModel[], routes: readonly PlannedRoute[]) {
  let inputTokens = 0;
  for (const model of models) {
    const bound = inputBound(request, model, routes);
    if (typeof bound !== 'number') return bound;
    inputTokens = Math.max(inputTokens, bound);
  }
  let [inputPerMillion, outputPerMillion] = [0n, 0n];
  for (const model of models) {
    const { input, output } = dearestOf(model, request);
    if (input > inputPerMillion) inputPerMillion = input;
    if (output > outputPerMillion) outputPerMillion = output;
  }
  let { limit } = routes[0]!;
  let boundPercent = 0;
  let unlowered = 0;
  for (const { limit: own, traits } of routes) {
    if (own.tokens > limit.tokens) limit = own;
    if (traits.boundPercent > boundPercent) boundPercent = traits.boundPercent;
    // A target that takes no limit cannot be told of a lower one.
    if (traits.limitField === 'none' && own.tokens > unlowered) unlowered = own.tokens;
  }
  return {
    inputTokens,
    inputPerMillion,
    outputPerMillion,
    outputTokens: limit.tokens,
    limitBy: limit.by,
    minimumOutputTokens: Math.max(Math.min(leastUseful(request), limit.tokens), unlowered),
    outputBoundPercent: boundPercent,
    choices: request.choices,
  };
}

/** min(context window, bytes and published maxima); a file counts as the whole context window. */
function inputBound(request: WireRequest, model: PricedModel, routes: readonly PlannedRoute[]): number | RequestRefusal<'INVALID_REQUEST'> {
  const window = model.limits.context_window;
  const own = routes.length === 1 ? routes : routes.filter(({ target }) => target.model === model.id);
  const upstreams = own.map(({ upstream }) => upstream);
  if (isBoundByWindow(request, upstreams)) {
    if (window !== undefined) return window;
    const message = `What the request names or brings as a file cannot be bounded: ${model.id} has no context_window`;
    return refuse('INVALID_REQUEST', inputField(request.api), message);
  }
  const upstreamModels = own.map(({ target }) => target.upstream_model);
  return Math.min(window ?? Infinity, boundInputTokens(request, upstreamModels));
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
