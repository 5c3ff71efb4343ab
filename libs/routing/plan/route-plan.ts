import type { ModelChoice, PricedModel, PricedTarget, ResolvedModel } from '#catalog';
import type { HoldFunds, PlannedAttempt } from '#ledger';
import type { Currency } from '#money';
import type { TranslationTarget, WireApi, WireRequest } from '#wire';
import { attemptAt, pricesOf } from './model-pieces.js';
import { MAX_ATTEMPTS, planAttempts } from './plan-attempts.js';
import { isRefusal, refuse, type RoutingRefusal } from '../refusals/refusal.js';
import { checkReferences, type StoredAt } from '../references/reference-check.js';
import { servable, type ProviderRoutes } from './servable-targets.js';
import { outputLimit, unsentLimit, type OutputLimit } from './output-limit.js';
import type { ResolvedTraits } from '../traits/resolve-traits.js';
import { expectedCost, worstCase } from './worst-case.js';

export interface RouteStep {
  readonly target: PlannedAttempt;
  readonly upstream: WireApi;
  readonly foreignIds: ReadonlySet<string>;
  /** Of its model, before the balance lowers it. */
  readonly limit: OutputLimit;
  readonly traits: ResolvedTraits;
  /** Input that the provider adds from what it stores; only for estimates. */
  readonly storedTokens: number;
}

/** Where a request goes, in order, and what has to be held for it. */
export interface RoutePlan {
  readonly kind: 'plan';
  readonly currency: Currency;
  readonly attempts: readonly PlannedAttempt[];
  /** The same attempts, and by which of its routes each provider is asked. */
  readonly steps: readonly RouteStep[];
  readonly hold: Pick<
    HoldFunds,
    | 'inputTokens'
    | 'inputPerMillion'
    | 'outputPerMillion'
    | 'outputTokens'
    | 'limitBy'
    | 'minimumOutputTokens'
    | 'outputBoundPercent'
    | 'choices'
  >;
  readonly prices: HoldFunds['request']['prices'];
  readonly expectedCost: HoldFunds['request']['expected_cost'];
  /** That the request asks for, where it is not the standard one. */
  readonly serviceTierAsked: string | undefined;
}

/**
 * Plans a request: models by the alias' order, each model's targets by priority and weight, three attempts at most. Models without a price for what
 * the request names, and targets whose protocol cannot serve it, are left out before. Where several models may answer, the dearest counts for the hold. Refused are
 * `CURRENCY_MISMATCH`, what no target can serve, and what bounds of the input are missing.
 */
export function planRoute(
  request: WireRequest,
  resolved: ResolvedModel,
  currency: Currency,
  providers: ProviderRoutes,
  storedAt: StoredAt,
  random: number,
): RoutePlan | RoutingRefusal {
  const check = checkReferences(request, storedAt);
  const choices = servable(request, resolved.choices, providers, check);
  if (isRefusal(choices)) return choices;
  const planned = plannedTargets(choices, random);
  const models = planned.length === 1 ? [planned[0]!.model] : [...new Set(planned.map(({ model }) => model))];
  const foreign = models.find((model) => model.currency !== currency);
  if (foreign) return mismatch(foreign, currency);
  const traits = planned.map(({ target }) => providers.traitsOf(target));
  const limits: OutputLimit[] = [];
  for (const [index, { model }] of planned.entries()) {
    const limit = traits[index]?.limitField === 'none' ? unsentLimit(request, model) : outputLimit(request, model);
    if (isRefusal(limit)) return limit;
    limits.push(limit);
  }
  const most = Math.max(...limits.map(({ tokens }) => tokens));
  const steps = planned.map(({ model, target }, index): RouteStep => ({
    target: plannedAttempt(model, target, limits[index] as OutputLimit, most),
    limit: limits[index] as OutputLimit,
    traits: traits[index] as ResolvedTraits,
    upstream: providers.upstreamOf(request.api, target.provider) ?? request.api,
    foreignIds: check.foreignIds(target.provider),
    storedTokens: check.storedTokens(target.provider),
  }));
  const hold = worstCase(request, models, steps);
  if (isRefusal(hold)) return hold;
  const first = planned[0]?.target;
  return {
    kind: 'plan',
    currency,
    attempts: steps.map(({ target }) => target),
    steps,
    prices: pricesOf(models),
    hold,
    expectedCost:
      first?.cost && first.costPrice
        ? expectedCost(request, steps[0]?.storedTokens ?? 0, hold.outputTokens, first.cost.currency, first.costPrice)
        : null,
    serviceTierAsked: serviceTierOf(request),
  };
}

function serviceTierOf({ needsPrices }: WireRequest): string | undefined {
  return needsPrices.length === 0 ? undefined : needsPrices.find(({ serviceTier }) => serviceTier !== undefined)?.serviceTier;
}

interface PlannedTarget {
  readonly model: PricedModel;
  readonly target: PricedTarget;
}

function plannedTargets(choices: readonly ModelChoice[], random: number): readonly PlannedTarget[] {
  const [only] = choices;
  const [target] = only?.model.targets ?? [];
  if (only && target && choices.length === 1 && only.model.targets.length === 1) return [{ model: only.model, target }];
  return planAttempts(choices, random)
    .flatMap(({ model }) => planAttempts(model.targets, random).map((each) => ({ model, target: each })))
    .slice(0, MAX_ATTEMPTS);
}

/** Another limit than the request's stands with the attempt. In canonical order, as the piece that it is made of. */
function plannedAttempt(model: PricedModel, target: PricedTarget, limit: OutputLimit, most: number): PlannedAttempt {
  const attempt = attemptAt(model, target);
  if (limit.tokens >= most) return attempt;
  const { cost, ...rest } = attempt;
  return {
    ...(cost && { cost }),
    ...(limit.by && { limit_by: limit.by }),
    model: rest.model,
    output_limit: limit.tokens,
    price_version: rest.price_version,
    provider: rest.provider,
    upstream_model: rest.upstream_model,
  };
}

function mismatch(model: PricedModel, currency: Currency): RoutingRefusal {
  return refuse('CURRENCY_MISMATCH', 'model', `${model.id} is priced in ${model.currency}, the account is kept in ${currency}`);
}

/** True where what a request names would go to a provider as it stands; translations name nothing. */
export function passesReferences({ api, references }: WireRequest, { choices }: ResolvedModel, providers: ProviderRoutes): boolean {
  if (references.length === 0) return false;
  return choices.some(({ model }) => model.targets.some(({ provider }) => providers.upstreamOf(api, provider) === api));
}

/** The routes of providers by which a request may have to be said in another dialect: what `planRoute` asks about, for whoever has to ask before. */
export function translationsOf({ api }: WireRequest, { choices }: ResolvedModel, providers: ProviderRoutes): readonly WireApi[] {
  const upstreams = choices.flatMap(({ model }) => model.targets.map(({ provider }) => providers.upstreamOf(api, provider)));
  return [...new Set(upstreams)].filter((upstream) => upstream !== undefined && upstream !== api) as WireApi[];
}

export function translationTarget({ target, traits, foreignIds }: RouteStep, outputLimit: number): TranslationTarget {
  return { model: target.upstream_model, outputLimit, traits, foreignIds };
}
