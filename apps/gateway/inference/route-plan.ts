import type { PricedModel, ResolvedModel } from '#catalog';
import type { HoldFunds, PlannedAttempt } from '#ledger';
import { INPUT_COMPONENTS, Money, dearest, rate, type Currency } from '#money';
import { MAX_ATTEMPTS, planAttempts } from '#routing';
import { boundInputTokens, type ChatRequest } from '#wire';
import { HttpRefusal } from '../http/refusal.js';

/** Sent upstream where neither the request nor the model says how long an answer may be. */
export const FALLBACK_OUTPUT_TOKENS = 4_096;
/** Below this an answer is of no use: rather 402 (or the request's own limit, if that is smaller). */
const USEFUL_OUTPUT_TOKENS = 16;
/** How many bytes make a token in ordinary text: for what we expect to owe, never for a hold. */
const BYTES_PER_TOKEN = 4;

/** Where a request goes, in order, and what has to be held for it. */
export interface RoutePlan {
  readonly currency: Currency;
  readonly attempts: readonly PlannedAttempt[];
  readonly hold: Pick<
    HoldFunds,
    'inputTokens' | 'inputPerMillion' | 'outputPerMillion' | 'outputTokens' | 'minimumOutputTokens' | 'choices'
  >;
  readonly prices: HoldFunds['request']['prices'];
  readonly expectedCost: HoldFunds['request']['expected_cost'];
}

/**
 * Plans a request: models by the alias' order, each model's targets by priority and weight, three attempts at most. Where several
 * models may answer, the dearest counts for the hold. Throws `CURRENCY_MISMATCH` and what bounds of the input are missing.
 */
export function planRoute(request: ChatRequest, resolved: ResolvedModel, currency: Currency, random: number): RoutePlan {
  const choices = planAttempts(resolved.choices, random).map(({ model }) => model);
  const steps = choices.flatMap((model) => planAttempts(model.targets, random).map((target) => ({ model, target }))).slice(0, MAX_ATTEMPTS);
  const models = [...new Set(steps.map(({ model }) => model))];
  for (const model of models) checkCurrency(model, currency);
  const attempts = steps.map(({ model, target }): PlannedAttempt => ({
    ...(target.cost ? { cost: target.cost } : {}),
    model: model.id,
    price_version: model.priceVersion,
    provider: target.provider,
    upstream_model: target.upstream_model,
  }));
  const inputTokens = Math.max(...models.map((model) => inputBound(request, model, attempts)));
  const outputTokens = Math.max(...models.map((model) => outputLimit(request, model)));
  const first = steps[0]?.target;
  return {
    currency,
    attempts,
    prices: Object.fromEntries(models.map((model) => [model.priceVersion, model.recordedPrice])),
    hold: {
      inputTokens,
      inputPerMillion: largest(models.map(({ price }) => dearest(price, INPUT_COMPONENTS))),
      outputPerMillion: largest(models.map(({ price }) => dearest(price, ['output']))),
      outputTokens,
      minimumOutputTokens: Math.min(USEFUL_OUTPUT_TOKENS, request.outputLimit ?? USEFUL_OUTPUT_TOKENS, outputTokens),
      choices: request.choices,
    },
    expectedCost: first?.cost && first.costPrice ? expectedCost(request, outputTokens, first.cost.currency, first.costPrice) : null,
  };
}

function checkCurrency(model: PricedModel, currency: Currency): void {
  if (model.currency === currency) return;
  const message = `${model.id} is priced in ${model.currency}, the account is kept in ${currency}`;
  throw new HttpRefusal('CURRENCY_MISMATCH', { field: 'model', message });
}

/** min(context window, bytes and published maxima); a file counts as the whole context window. */
function inputBound(request: ChatRequest, model: PricedModel, attempts: readonly PlannedAttempt[]): number {
  const window = model.limits.context_window;
  if (request.needsContextWindow) {
    if (window !== undefined) return window;
    const message = `The input of a request with files cannot be bounded: ${model.id} has no context_window`;
    throw new HttpRefusal('INVALID_REQUEST', { field: 'messages', message });
  }
  const upstreamModels = attempts.filter((attempt) => attempt.model === model.id).map((attempt) => attempt.upstream_model);
  return Math.min(window ?? Infinity, boundInputTokens(request, upstreamModels));
}

/** The request's own limit, else the model's default, else its maximum; never above the maximum. */
function outputLimit(request: ChatRequest, { limits }: PricedModel): number {
  const wanted = request.outputLimit ?? limits.default_output_tokens ?? limits.max_output_tokens ?? FALLBACK_OUTPUT_TOKENS;
  return Math.min(wanted, limits.max_output_tokens ?? Infinity);
}

/** What we expect to owe a provider for a request that is never heard of again: its text, and the whole answer that was allowed. */
function expectedCost(request: ChatRequest, outputTokens: number, currency: Currency, price: Parameters<typeof rate>[1]) {
  const input = Math.ceil(request.textBytes / BYTES_PER_TOKEN);
  const { nanos } = rate({ input, cached_input: 0, cache_write: 0, output: outputTokens * request.choices }, price);
  return { amount: Money.of(currency, nanos).toString(), currency };
}

const largest = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b > a ? b : a), 0n);
