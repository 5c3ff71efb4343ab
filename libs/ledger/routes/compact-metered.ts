import { formatAmount, parseAmount, rate, readPrice, recordPrice, type Rating } from '#money';
import type { AccountEventData, AttemptRecord, Outcome, QuotedTarget, UsageRecord } from '../account/account.events.js';
import type { Entry } from '../account/entry.js';
import { tokensOf } from '../requests/usage-record.js';
import type { CompactOrigin } from './compact-routed.js';
import { isPrice, quotedTarget, type RouteQuote } from '../account/route-quote.js';

type Metered = AccountEventData['TokensMetered'];

/** Index of a quoted target, status, milliseconds, and the code of an error. */
type CompactAttempt =
  | readonly [target: number, status: number | null, latencyMs: number]
  | readonly [target: number, status: number | null, latencyMs: number, error: string];

/** Counts of zero are left out, and the source where it is `reported`. */
type CompactUsage = Readonly<Partial<UsageRecord>>;

/**
 * TokensMetered where its stream has quoted the route: what was used and what was taken. What it was rated at follows from the usage and the
 * quoted prices, and so do provider cost and what stays uncollected; the request follows from the cause.
 */
export type CompactMetered = {
  readonly attempts: readonly CompactAttempt[];
  readonly charge: string;
  readonly entry: Entry;
  readonly finish?: Metered['finish'];
  readonly finish_told?: Metered['finish_told'];
  readonly first_byte_ms?: number | undefined;
  readonly kept_at_provider?: Metered['kept_at_provider'];
  readonly latency_ms: number;
  readonly lots: Metered['lots'];
  /** Absent for `succeeded`. */
  readonly outcome?: Outcome | undefined;
  readonly route: number;
  readonly service_tier?: string | undefined;
  readonly service_tier_asked?: string | undefined;
  /** Index of the quoted target that answered; absent for the first. */
  readonly target?: number | undefined;
  readonly uncollected_reason?: Metered['uncollected_reason'];
  /** What was named behind what follows from usage, price and service tier. */
  readonly unpriced?: readonly string[] | undefined;
  readonly usage: CompactUsage;
};

/** Undefined where the event would not read as it is. */
export function compactMetered(data: Metered, quote: RouteQuote, { cause }: Pick<CompactOrigin, 'cause'>): CompactMetered | undefined {
  if (cause !== data.request) return undefined;
  const index = quote.targets.findIndex((target) => isAnswering(target, data));
  const target = quote.targets[index];
  if (!target) return undefined;
  const attempts = compactAttempts(data.attempts, quote);
  const ratings = ratingsOf(data, quote, target);
  const unpriced = ratings && unpricedBeside(data.unpriced, ratings.charge);
  const usage = compactUsage(data.usage);
  if (!attempts || !unpriced || !usage || !follows(data, quote, target, ratings)) return undefined;
  return {
    // In canonical order.
    attempts,
    charge: data.charge,
    entry: data.entry,
    finish: data.finish,
    finish_told: data.finish_told,
    first_byte_ms: data.first_byte_ms ?? undefined,
    kept_at_provider: data.kept_at_provider,
    latency_ms: data.latency_ms,
    lots: data.lots,
    outcome: data.outcome === 'succeeded' ? undefined : data.outcome,
    route: quote.route,
    service_tier: data.service_tier,
    service_tier_asked: data.service_tier_asked,
    target: index === 0 ? undefined : index,
    uncollected_reason: data.uncollected_reason,
    unpriced: unpriced.length === 0 ? undefined : unpriced,
    usage,
  };
}

export function isAnswering({ provider, upstream_model, model, price_version, cost }: QuotedTarget, data: Metered): boolean {
  return (
    provider === data.provider &&
    upstream_model === data.upstream_model &&
    model === data.model &&
    price_version === data.price_version &&
    (cost === undefined) === (data.cost === null)
  );
}

/** As the event would say it by itself. Throws for what cannot be rated. */
export function expandMetered(compact: CompactMetered, quote: RouteQuote, { cause }: Pick<CompactOrigin, 'cause'>): Metered {
  const target = quotedTarget(quote.targets, compact.target ?? 0);
  const usage = { ...NO_USAGE, ...compact.usage };
  const { charge: rating, cost } = rated(usage, compact.service_tier, quote, target);
  return {
    attempts: compact.attempts.map((attempt) => expandAttempt(attempt, quote)),
    charge: compact.charge,
    cost: target.cost && cost ? { amount: formatAmount(cost.nanos), currency: target.cost.currency, price: recordPrice(cost.used) } : null,
    entry: compact.entry,
    extra: [],
    finish: compact.finish,
    finish_told: compact.finish_told,
    first_byte_ms: compact.first_byte_ms ?? null,
    kept_at_provider: compact.kept_at_provider,
    latency_ms: compact.latency_ms,
    lots: compact.lots,
    markup_ppm: quote.markup_ppm,
    model: target.model,
    numerator: rating.numerator.toString(),
    outcome: compact.outcome ?? 'succeeded',
    price: recordPrice(rating.used),
    price_version: target.price_version,
    provider: target.provider,
    rated: formatAmount(rating.nanos),
    request: cause,
    rounding: quote.rounding,
    service_tier: compact.service_tier,
    service_tier_asked: compact.service_tier_asked,
    uncollected: formatAmount(rating.nanos - parseAmount(compact.charge)),
    uncollected_reason: compact.uncollected_reason,
    unpriced: namedUnpriced(rating, compact),
    upstream_model: target.upstream_model,
    usage,
  };
}

interface Ratings {
  readonly charge: Rating;
  /** Undefined where nobody has told what the provider charges. */
  readonly cost: Rating | undefined;
}

/** Throws where tokens have no price, or a part of a count exceeds it. */
function rated(usage: UsageRecord, tier: string | undefined, quote: RouteQuote, target: QuotedTarget): Ratings {
  return {
    charge: ratedCharge(usage, tier, quote, target),
    cost: target.cost && rate(tokensOf(usage), readPrice(target.cost.price), tier),
  };
}

/** What the customer is charged for; throws as `rated` does. */
export function ratedCharge(usage: UsageRecord, tier: string | undefined, quote: RouteQuote, target: QuotedTarget): Rating {
  return rate(tokensOf(usage), readPrice(quote.prices[target.price_version] ?? []), tier, BigInt(quote.markup_ppm));
}

/** What follows from usage, price and service tier, and what was named behind it; undefined where that is nothing. */
export function namedUnpriced({ unpriced }: Rating, { unpriced: behind = [] }: CompactMetered): Metered['unpriced'] {
  const all = [...unpriced, ...behind];
  return all.length === 0 ? undefined : all;
}

function ratingsOf({ usage, service_tier }: Metered, quote: RouteQuote, target: QuotedTarget): Ratings | undefined {
  try {
    return rated(usage, service_tier, quote, target);
  } catch {
    return undefined;
  }
}

const NOTHING = formatAmount(0n);

/** All that the compact shape does not say is what it comes to. */
function follows(data: Metered, quote: RouteQuote, target: QuotedTarget, { charge, cost }: Ratings): boolean {
  return (
    data.extra.length === 0 &&
    data.markup_ppm === quote.markup_ppm &&
    data.rounding === quote.rounding &&
    data.numerator === charge.numerator.toString() &&
    data.rated === formatAmount(charge.nanos) &&
    data.uncollected === (data.charge === data.rated ? NOTHING : formatAmount(charge.nanos - parseAmount(data.charge))) &&
    isUsed(data.price, charge) &&
    (data.cost === null ? cost === undefined : isCost(data.cost, target, cost))
  );
}

function isCost(recorded: NonNullable<Metered['cost']>, { cost: agreed }: QuotedTarget, cost: Rating | undefined): boolean {
  if (!agreed || !cost) return false;
  return recorded.currency === agreed.currency && recorded.amount === formatAmount(cost.nanos) && isUsed(recorded.price, cost);
}

const isUsed = (price: Metered['price'], { used }: Rating): boolean => isPrice(price, recordPrice(used));

/** What is named behind that; undefined where the event does not name that first. */
function unpricedBeside(named: readonly string[] | undefined, { unpriced }: Rating): readonly string[] | undefined {
  if (named === undefined) return unpriced.length === 0 ? unpriced : undefined;
  return named.length > 0 && unpriced.every((name, index) => named[index] === name) ? named.slice(unpriced.length) : undefined;
}

function compactAttempts(attempts: readonly AttemptRecord[], { targets }: RouteQuote): readonly CompactAttempt[] | undefined {
  const compact: CompactAttempt[] = [];
  for (const { provider, upstream_model, status, latency_ms, error } of attempts) {
    const index = targets.findIndex((target) => target.provider === provider && target.upstream_model === upstream_model);
    if (index < 0) return undefined;
    compact.push(error === undefined ? [index, status, latency_ms] : [index, status, latency_ms, error]);
  }
  return compact;
}

function expandAttempt([index, status, latency_ms, error]: CompactAttempt, { targets }: RouteQuote): AttemptRecord {
  const { provider, upstream_model } = quotedTarget(targets, index);
  return error === undefined ? { latency_ms, provider, status, upstream_model } : { error, latency_ms, provider, status, upstream_model };
}

export const NO_USAGE: UsageRecord = {
  cache_write_tokens: 0,
  cached_input_tokens: 0,
  input_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  source: 'reported',
};

const COUNTED = Object.keys(NO_USAGE) as readonly (keyof UsageRecord)[];

/** Members that may come later stand as they are. Undefined where one is missing that is always there. */
function compactUsage(usage: UsageRecord): CompactUsage | undefined {
  if (COUNTED.some((name) => usage[name] === undefined)) return undefined;
  const compact: Record<string, unknown> = {};
  for (const name in usage) {
    const member = usage[name as keyof UsageRecord];
    if (member !== undefined && member !== NO_USAGE[name as keyof UsageRecord]) compact[name] = member;
  }
  return compact;
}
