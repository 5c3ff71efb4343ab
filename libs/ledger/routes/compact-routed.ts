import type { AccountEventData, LimitBy, LotAmount, RoutedRequest } from '../account/account.events.js';
import type { Entry } from '../account/entry.js';
import { deadlineBy, planBy, takenBy, type OwnLimit, type RouteQuote } from '../account/route-quote.js';

type Routed = AccountEventData['RequestRouted'];

/** RequestRouted where its stream has quoted the route: only what is this request's own. Key and request follow from actor and cause, the deadline from the time. */
export type CompactRouted = {
  readonly bound: RoutedRequest['bound'];
  /** Absent where it follows: the hold took effect when it was asked for. */
  readonly deadline?: string | undefined;
  readonly entry: Entry;
  /** In the currency in which the first target's cost is; absent for null. */
  readonly expected_cost?: string | undefined;
  readonly hold: string;
  readonly limit_by?: LimitBy | undefined;
  readonly limits?: readonly OwnLimit[] | undefined;
  readonly lots: readonly LotAmount[];
  /** Indices of the quote's targets as they are tried; absent where that is their order. */
  readonly order?: readonly number[] | undefined;
  readonly output_limit?: number | undefined;
  readonly route: number;
};

/** Who asked for it and what for, as the event's metadata say; and when it took effect. */
export interface CompactOrigin {
  readonly actor: string;
  readonly cause: string;
  readonly at: string;
}

export const KEY = 'key:';

/** Undefined where the event would not read as it is. */
export function compactRouted(data: Routed, quote: RouteQuote, { actor, cause, at }: CompactOrigin): CompactRouted | undefined {
  if (cause !== data.request || actor !== KEY + data.key) return undefined;
  const taken = takenBy(quote, data);
  const expected = data.expected_cost;
  if (!taken || (expected && expected.currency !== data.plan[0]?.cost?.currency)) return undefined;
  return {
    // In canonical order.
    bound: data.bound,
    deadline: data.deadline === deadlineBy(quote, at) ? undefined : data.deadline,
    entry: data.entry,
    expected_cost: expected?.amount,
    hold: data.hold,
    limit_by: data.limit_by,
    limits: taken.limits,
    lots: data.lots,
    order: taken.order,
    output_limit: data.output_limit,
    route: quote.route,
  };
}

/** Throws where it was not a key that asked. */
export function keyOf({ actor }: Pick<CompactOrigin, 'actor'>): string {
  if (!actor.startsWith(KEY)) throw new RangeError(`${actor} is not the key of a request`);
  return actor.slice(KEY.length);
}

/** As the event would say it by itself. Throws for what cannot follow. */
export function expandRouted(compact: CompactRouted, quote: RouteQuote, { actor, cause, at }: CompactOrigin): Routed {
  const plan = planBy(quote, { order: compact.order, limits: compact.limits });
  return {
    bound: compact.bound,
    deadline: compact.deadline ?? deadlineBy(quote, at),
    entry: compact.entry,
    expected_cost: expectedCost(compact, plan),
    hold: compact.hold,
    key: keyOf({ actor }),
    life: quote.life,
    limit_by: compact.limit_by,
    lots: compact.lots,
    output_limit: compact.output_limit,
    plan,
    prices: quote.prices,
    request: cause,
    requested_model: quote.requested_model,
  };
}

function expectedCost({ expected_cost: amount }: CompactRouted, [first]: Routed['plan']): Routed['expected_cost'] {
  if (amount === undefined) return null;
  if (!first?.cost) throw new RangeError('it expects a cost where its first target has none');
  return { amount, currency: first.cost.currency };
}
