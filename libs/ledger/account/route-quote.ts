import type { RecordedUnitPrice } from '#money';
import type { AccountEventData, LimitBy, PlannedAttempt, QuotedTarget, RoutedRequest } from './account.events.js';

/** What requests of one life, model and plan have in common, as it stands in their stream. */
export type RouteQuote = AccountEventData['RouteQuoted'];

/** What a quote is compared with: a request before it has a hold, and long after. */
export type Quotable = Pick<RoutedRequest, 'life' | 'requested_model' | 'plan' | 'prices'>;

/** By its place among a request's attempts: the limit of a model that has a lower one than the request. */
export type OwnLimit = readonly [attempt: number, outputLimit: number] | readonly [attempt: number, outputLimit: number, by: LimitBy];

/** What a request says of its plan beside the quote: in which order its targets are tried, where that is not the quote's, and limits of their own. */
export interface RouteTaken {
  readonly order: readonly number[] | undefined;
  readonly limits: readonly OwnLimit[] | undefined;
}

/** Charges have no markup of their own: an import has put it into the prices. */
const MARKUP_PPM = 0;

/** The quote for a request that takes effect then; undefined for one whose deadline has passed by then, and for one without a plan. */
export function quoteOf(request: Quotable & Pick<RoutedRequest, 'deadline'>, at: string, route: number): RouteQuote | undefined {
  const { life, requested_model, plan, prices } = request;
  const deadline_ms = Date.parse(request.deadline) - Date.parse(at);
  if (!(deadline_ms > 0) || plan.length === 0) return undefined;
  const targets: QuotedTarget[] = [];
  for (const attempt of plan) if (!targets.some((target) => isTarget(target, attempt))) targets.push(targetOf(attempt));
  // In canonical order.
  return {
    deadline_ms,
    life,
    markup_ppm: MARKUP_PPM,
    prices,
    requested_model,
    rounding: 'half_even',
    route,
    targets: targets.sort(byName),
  };
}

/** Whether a request goes by the quote, and what it says of its plan beside; undefined where it does not. */
export function takenBy(quote: RouteQuote, request: Quotable): RouteTaken | undefined {
  if (quote.requested_model !== request.requested_model || quote.life !== request.life) return undefined;
  if (!isPrices(quote.prices, request.prices)) return undefined;
  const { plan } = request;
  const order: number[] = [];
  let limits: OwnLimit[] | undefined;
  let inOrder = plan.length === quote.targets.length;
  for (const attempt of plan) {
    const index = quote.targets.findIndex((target) => isTarget(target, attempt));
    if (index < 0) return undefined;
    if (index !== order.length) inOrder = false;
    const { output_limit: limit, limit_by: by } = attempt;
    if (limit === undefined && by !== undefined) return undefined;
    if (limit !== undefined) (limits ??= []).push(by === undefined ? [order.length, limit] : [order.length, limit, by]);
    order.push(index);
  }
  if (!inOrder && new Set(order).size !== quote.targets.length) return undefined;
  return { order: inOrder ? undefined : order, limits };
}

/** The plan of a request that goes by the quote. Throws for one that says what cannot be. */
export function planBy({ targets }: RouteQuote, { order, limits }: RouteTaken): readonly PlannedAttempt[] {
  if (order === undefined && limits === undefined) return targets;
  const plan: PlannedAttempt[] = order ? order.map((index) => quotedTarget(targets, index)) : [...targets];
  for (const [attempt, output_limit, limit_by] of limits ?? []) {
    const { cost, model, price_version, provider, upstream_model } = quotedTarget(plan, attempt);
    plan[attempt] = {
      ...(cost && { cost }),
      ...(limit_by && { limit_by }),
      model,
      output_limit,
      price_version,
      provider,
      upstream_model,
    };
  }
  return plan;
}

export function quotedTarget<Target>(targets: readonly Target[], index: number): Target {
  const target = targets[index];
  if (target === undefined) throw new RangeError(`the quote has no target ${index}`);
  return target;
}

/** Requests of one millisecond have the same: writing it takes longer than all else that is compared. */
let last = { at: '', deadline_ms: 0, deadline: '' };

export function deadlineBy({ deadline_ms }: RouteQuote, at: string): string {
  if (at !== last.at || deadline_ms !== last.deadline_ms)
    last = { at, deadline_ms, deadline: new Date(Date.parse(at) + deadline_ms).toISOString() };
  return last.deadline;
}

/** In the order of the names: the same targets in another order are the same quote. */
export function byName(a: QuotedTarget, b: QuotedTarget): number {
  const [first, second] = [nameOf(a), nameOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

const nameOf = ({ provider, upstream_model, model, price_version, cost }: QuotedTarget): string =>
  JSON.stringify([provider, upstream_model, model, price_version, cost?.currency, cost?.price]);

// In canonical order.
const targetOf = ({ cost, model, price_version, provider, upstream_model }: PlannedAttempt): QuotedTarget =>
  cost ? { cost, model, price_version, provider, upstream_model } : { model, price_version, provider, upstream_model };

export function isTarget(target: QuotedTarget, attempt: PlannedAttempt): boolean {
  if (target === attempt) return true;
  return (
    target.provider === attempt.provider &&
    target.upstream_model === attempt.upstream_model &&
    target.model === attempt.model &&
    target.price_version === attempt.price_version &&
    isCost(target.cost, attempt.cost)
  );
}

function isCost(a: QuotedTarget['cost'], b: QuotedTarget['cost']): boolean {
  return a === b || (a !== undefined && b !== undefined && a.currency === b.currency && isPrice(a.price, b.price));
}

function isPrices(a: RouteQuote['prices'], b: RouteQuote['prices']): boolean {
  if (a === b) return true;
  const versions = Object.keys(a);
  return versions.length === Object.keys(b).length && versions.every((version) => isPrice(a[version], b[version]));
}

export function isPrice(a: readonly RecordedUnitPrice[] | undefined, b: readonly RecordedUnitPrice[] | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((unit, index) => {
    const other = b[index] as RecordedUnitPrice;
    return unit === other || (unit.length === other.length && unit.every((value, place) => value === other[place]));
  });
}
