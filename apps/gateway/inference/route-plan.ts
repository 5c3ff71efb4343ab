import type { ModelChoice, PricedModel, PricedTarget, ResolvedModel } from '#catalog';
import type { HoldFunds, PlannedAttempt } from '#ledger';
import { Money, dearestInput, dearestOutput, rate, type Currency, type Price } from '#money';
import { MAX_ATTEMPTS, planAttempts } from '#routing';
import {
  boundInputTokens,
  isBoundByWindow,
  takesReasoning,
  takesSampling,
  writeUpstreamRequest,
  type TranslationTarget,
  type WireApi,
  type WireRefusal,
  type WireRequest,
} from '#wire';
import { HttpRefusal } from '../http/refusal.js';
import type { Keepers } from './stored/stored-ids.js';
import { priced } from './priced-models.js';
import type { Providers } from './providers/providers.js';
import { checkReferences, type ReferenceCheck } from './reference-check.js';
import { inputField } from './wire-routes.js';

/** Sent upstream where neither the request nor the model says how long an answer may be. */
export const FALLBACK_OUTPUT_TOKENS = 4_096;
/** Below this an answer is of no use: rather 402 (or the request's own limit, if that is smaller). */
const USEFUL_OUTPUT_TOKENS = 16;
/** How many bytes make a token in ordinary text: for what we expect to owe, never for a hold. */
const BYTES_PER_TOKEN = 4;

export interface RouteStep {
  readonly target: PlannedAttempt;
  readonly upstream: WireApi;
  readonly foreignIds: ReadonlySet<string>;
  /** Input that the provider adds from what it keeps; only for estimates. */
  readonly keptTokens: number;
}

type ProviderRoutes = Pick<Providers, 'protocolOf' | 'upstreamOf'>;

/** Where a request goes, in order, and what has to be held for it. */
export interface RoutePlan {
  readonly currency: Currency;
  readonly attempts: readonly PlannedAttempt[];
  /** The same attempts, and by which of its routes each provider is asked. */
  readonly steps: readonly RouteStep[];
  readonly hold: Pick<
    HoldFunds,
    'inputTokens' | 'inputPerMillion' | 'outputPerMillion' | 'outputTokens' | 'minimumOutputTokens' | 'choices'
  >;
  readonly prices: HoldFunds['request']['prices'];
  readonly expectedCost: HoldFunds['request']['expected_cost'];
  /** That the request asks for, where it is not the standard one. */
  readonly serviceTierAsked: string | undefined;
}

/**
 * Plans a request: models by the alias' order, each model's targets by priority and weight, three attempts at most. Models without a price for what
 * the request names, and targets whose protocol cannot serve it, are left out before. Where several models may answer, the dearest counts for the hold. Throws `CURRENCY_MISMATCH`, what no target
 * can serve, and what bounds of the input are missing.
 */
export function planRoute(
  request: WireRequest,
  resolved: ResolvedModel,
  currency: Currency,
  providers: ProviderRoutes,
  keepers: Keepers,
  random: number,
): RoutePlan {
  const check = checkReferences(request, keepers);
  const choices = planAttempts(servable(request, resolved.choices, providers, check), random).map(({ model }) => model);
  const planned = choices
    .flatMap((model) => planAttempts(model.targets, random).map((target) => ({ model, target })))
    .slice(0, MAX_ATTEMPTS);
  const models = [...new Set(planned.map(({ model }) => model))];
  for (const model of models) checkCurrency(model, currency);
  const steps = planned.map(({ model, target }): RouteStep => ({
    target: plannedAttempt(model, target),
    upstream: providers.upstreamOf(request.api, target.provider) ?? request.api,
    foreignIds: check.foreignIds(target.provider),
    keptTokens: check.keptTokens(target.provider),
  }));
  const attempts = steps.map(({ target }) => target);
  const inputTokens = Math.max(...models.map((model) => inputBound(request, model, steps)));
  const outputTokens = Math.max(...models.map((model) => outputLimit(request, model)));
  const first = planned[0]?.target;
  return {
    currency,
    attempts,
    steps,
    prices: Object.fromEntries(models.map((model) => [model.priceVersion, model.recordedPrice])),
    hold: {
      inputTokens,
      inputPerMillion: largest(models.map(({ price }) => dearestInput(price, request.details))),
      outputPerMillion: largest(models.map(({ price }) => dearestOutput(price, request.details))),
      outputTokens,
      minimumOutputTokens: Math.min(leastUseful(request), outputTokens),
      choices: request.choices,
    },
    expectedCost:
      first?.cost && first.costPrice
        ? expectedCost(
            request.textBytes / BYTES_PER_TOKEN + (steps[0]?.keptTokens ?? 0),
            outputTokens * request.choices,
            first.cost.currency,
            first.costPrice,
          )
        : null,
    serviceTierAsked: request.needsPrices.find(({ serviceTier }) => serviceTier !== undefined)?.serviceTier,
  };
}

function plannedAttempt(model: PricedModel, target: PricedTarget): PlannedAttempt {
  return {
    ...(target.cost ? { cost: target.cost } : {}),
    model: model.id,
    price_version: model.priceVersion,
    provider: target.provider,
    upstream_model: target.upstream_model,
  };
}

/**
 * The models with those of their targets that can serve this request: that have a route for it, and can say there what it asks for; where the client's
 * own bytes go on, only those whose provider keeps what they name. A provider that is not there any more stays, so that its failure stands in the
 * record. Throws why none is left.
 */
function servable(
  request: WireRequest,
  choices: readonly ModelChoice[],
  providers: ProviderRoutes,
  references: ReferenceCheck,
): ModelChoice[] {
  const refusals = new Map<WireApi, WireRefusal | undefined>();
  let unkept = false;
  const serves = (target: PricedTarget): boolean => {
    if (providers.protocolOf(target.provider) === undefined) return references.allows(target.provider);
    const upstream = providers.upstreamOf(request.api, target.provider);
    if (upstream === undefined) return false;
    if (upstream === request.api && !references.allows(target.provider)) {
      unkept = true;
      return false;
    }
    if (!refusals.has(upstream)) refusals.set(upstream, refusalOf(request, upstream));
    return refusals.get(upstream) === undefined;
  };
  const left = priced(request, choices)
    .map((choice) => withTargets(choice, choice.model.targets.filter(serves)))
    .filter(({ model }) => model.targets.length > 0);
  if (left.length > 0) return left;
  const unproven = unkept ? references.refusal() : undefined;
  if (unproven) throw unproven;
  const refusal = [...refusals.values()].find((each) => each !== undefined);
  if (!refusal)
    throw new HttpRefusal('UNSUPPORTED_PARAMETER', { field: 'model', message: `No provider of ${request.model} serves this route` });
  throw new HttpRefusal('UNSUPPORTED_PARAMETER', {
    message: refusal.message,
    ...(refusal.param === null ? {} : { field: refusal.param }),
  });
}

/** The very same choice where all of its targets are left, which is nearly always. */
function withTargets(choice: ModelChoice, targets: readonly PricedTarget[]): ModelChoice {
  return targets.length === choice.model.targets.length ? choice : { ...choice, model: { ...choice.model, targets } };
}

/** True where what a request names would go to a provider as it stands; translations name nothing. */
export function passesReferences({ api, references }: WireRequest, { choices }: ResolvedModel, providers: ProviderRoutes): boolean {
  if (references.length === 0) return false;
  return choices.some(({ model }) => model.targets.some(({ provider }) => providers.upstreamOf(api, provider) === api));
}

/** The same route never refuses: the client's own bytes go on. */
function refusalOf(request: WireRequest, upstream: WireApi): WireRefusal | undefined {
  if (request.api === upstream) return undefined;
  const outputLimit = request.outputLimit ?? FALLBACK_OUTPUT_TOKENS;
  const written = writeUpstreamRequest(request, upstream, { model: '', outputLimit, takesSampling: true, takesReasoning: true });
  return written.kind === 'refusal' ? written : undefined;
}

export function translationTarget({ target, upstream, foreignIds }: RouteStep, outputLimit: number): TranslationTarget {
  const { upstream_model: model } = target;
  return { model, outputLimit, takesSampling: takesSampling(upstream, model), takesReasoning: takesReasoning(upstream, model), foreignIds };
}

/** The smaller of 16 and the request's own limit, on top of a thinking budget, without which the provider would refuse. */
function leastUseful({ outputLimit, outputAtLeast }: WireRequest): number {
  const useful = Math.min(USEFUL_OUTPUT_TOKENS, outputLimit ?? USEFUL_OUTPUT_TOKENS);
  return outputAtLeast === undefined ? useful : outputAtLeast - 1 + useful;
}

function checkCurrency(model: PricedModel, currency: Currency): void {
  if (model.currency === currency) return;
  const message = `${model.id} is priced in ${model.currency}, the account is kept in ${currency}`;
  throw new HttpRefusal('CURRENCY_MISMATCH', { field: 'model', message });
}

/** min(context window, bytes and published maxima); a file counts as the whole context window. */
function inputBound(request: WireRequest, model: PricedModel, steps: readonly RouteStep[]): number {
  const window = model.limits.context_window;
  const own = steps.filter(({ target }) => target.model === model.id);
  const upstreams = own.map(({ upstream }) => upstream);
  if (isBoundByWindow(request, upstreams)) {
    if (window !== undefined) return window;
    const message = `What the request names or brings as a file cannot be bounded: ${model.id} has no context_window`;
    throw new HttpRefusal('INVALID_REQUEST', { field: inputField(request.api), message });
  }
  const upstreamModels = own.map(({ target }) => target.upstream_model);
  return Math.min(window ?? Infinity, boundInputTokens(request, upstreamModels));
}

/** The request's own limit, else the model's default, else its maximum; never above the maximum. */
function outputLimit(request: WireRequest, { limits }: PricedModel): number {
  const wanted = request.outputLimit ?? limits.default_output_tokens ?? limits.max_output_tokens ?? FALLBACK_OUTPUT_TOKENS;
  return Math.min(wanted, limits.max_output_tokens ?? Infinity);
}

/** What we expect to owe a provider for a request that is never heard of again: its text, and the whole answer that was allowed. */
function expectedCost(input: number, output: number, currency: Currency, price: Price) {
  const { nanos } = rate({ input: Math.ceil(input), cached_input: 0, cache_write: 0, output }, price);
  return { amount: Money.of(currency, nanos).toString(), currency };
}

const largest = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b > a ? b : a), 0n);
