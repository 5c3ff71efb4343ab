import {
  tokensOf,
  type AccountEventData,
  type AttemptRecord,
  type Entry,
  type Finish,
  type LimitBy,
  type Outcome,
  type PlannedAttempt,
  type UsageRecord,
} from '#ledger';
import type { EventOf } from '#projecting';
import type { RecordedEvent } from '#event-store';
import { withConditions, type RecordedUnitPrice } from '#money';
import type { ShapedEvent } from '../current-shape.js';
import { accountCurrency } from '../postings/postings.js';

export type RequestStatus = 'succeeded' | 'failed' | 'cancelled' | 'abandoned';

/** Where an event stands, and its leaf hash: documents cite stream and revision, never a position. */
export type EventPlace = { readonly stream: string; readonly revision: string; readonly id: string; readonly hash: string };

/** A target that a request was to be sent to, in the order of trial. */
export type PlannedTarget = Pick<PlannedAttempt, 'provider' | 'model' | 'upstream_model'>;

/** How the charge came about: enough to compute it again. */
export type ChargeFormula = {
  readonly price_version: string;
  /** The event of the charge's stream that says these prices; null where the charge repeats them itself. */
  readonly quote: { readonly stream: string; readonly revision: string } | null;
  /** The unit prices that applied, with the size and the service tier that they are for. */
  readonly price: readonly RecordedUnitPrice[];
  readonly numerator: string;
  readonly markup_ppm: number;
  readonly rounding: string;
  readonly rated: string;
  readonly uncollected: string;
  readonly uncollected_reason: 'beyond_bound' | null;
};

/** What happened in a request that has ended: made of its two events whenever it is asked for, and stored nowhere. */
export type RequestRow = {
  readonly id: string;
  readonly account: string;
  readonly key: string;
  readonly requested_model: string;
  readonly started_at: string;
  readonly hold: string;
  readonly bound: { readonly input: number; readonly output: number };
  /** Output tokens for each choice as they were sent upstream, and whose limit that was; null where there was none, and in old events. */
  readonly output_limit: number | null;
  readonly limit_by: LimitBy | null;
  readonly routed: EventPlace;
  /** When it ended. */
  readonly time: string;
  readonly status: RequestStatus;
  /** What the provider's answer came to; `failed` and `abandoned` requests have none of their own. */
  readonly outcome: Outcome | 'abandoned';
  /** A stable code for a request without a charge. */
  readonly reason: string | null;
  readonly model: string;
  readonly provider: string;
  readonly upstream_model: string;
  readonly attempts: readonly AttemptRecord[];
  readonly plan: readonly PlannedTarget[];
  readonly usage: UsageRecord;
  /** `length` where the answer had reached its output limit; `unknown` where nobody knows why it ended. */
  readonly finish: Finish | null;
  /** The provider's word for that, where it is unknown and was told. */
  readonly finish_told: string | null;
  /** In which the provider says that it served; null for the standard one. */
  readonly service_tier: string | null;
  /** Which the request asked for; null for the standard one. */
  readonly service_tier_asked: string | null;
  /** What has no price of its own and was charged at another, or not at all. */
  readonly unpriced: readonly string[];
  readonly currency: string;
  readonly charge: string;
  readonly latency_ms: number;
  readonly first_byte_ms: number | null;
  /** Null where nothing was metered. */
  readonly formula: ChargeFormula | null;
  readonly entry: Entry;
  readonly ended: EventPlace;
};

type Routed = EventOf<AccountEventData['RequestRouted']>;
type Target = readonly [provider: string, upstream: string, model: string];

/** Ends of a request, and no other events. */
export type EndType = 'TokensMetered' | 'RequestFailed' | 'RequestAbandoned';
const END_TYPES: ReadonlySet<string> = new Set<EndType>(['TokensMetered', 'RequestFailed', 'RequestAbandoned']);

export const isEnd = ({ type }: Pick<RecordedEvent, 'type'>): boolean => END_TYPES.has(type);

export function statusOf(type: EndType, outcome: Outcome | undefined): RequestStatus {
  if (type === 'RequestAbandoned') return 'abandoned';
  return outcome === undefined || outcome === 'incomplete' ? 'succeeded' : outcome;
}

/** The row of a request in the account's log: `routed` began it, `ended` ended it. */
export function requestRow(account: string, routed: RecordedEvent, ended: ShapedEvent): RequestRow {
  const begin = routed as unknown as Routed;
  const { request, key, requested_model, hold, bound, plan } = begin.data;
  const ending = endingOf(begin, ended);
  const { target = lastTried(plan, ending.attempts.length), ...rest } = ending;
  const [provider, upstream_model, model] = target;
  const entry = ended.data['entry'] as Entry;
  return {
    id: request,
    account,
    key,
    requested_model,
    started_at: routed.metadata.effective,
    hold,
    bound,
    ...limitOf(begin.data, target),
    plan: plan.map((each) => ({ provider: each.provider, model: each.model, upstream_model: each.upstream_model })),
    routed: placeIn(routed),
    time: ended.metadata.effective,
    ...rest,
    provider,
    upstream_model,
    model,
    currency: accountCurrency(entry),
    entry,
    ended: placeIn(ended),
  };
}

type Ending = Pick<
  RequestRow,
  | 'status'
  | 'outcome'
  | 'reason'
  | 'attempts'
  | 'usage'
  | 'finish'
  | 'finish_told'
  | 'service_tier'
  | 'service_tier_asked'
  | 'unpriced'
  | 'charge'
  | 'latency_ms'
  | 'first_byte_ms'
  | 'formula'
> & {
  /** Undefined: the last one that was tried. */
  readonly target?: Target;
};

/** Nothing was metered. Nobody has counted these zeros, so that they are an estimate: `source` has no third word. */
const NOTHING = {
  usage: { input_tokens: 0, cached_input_tokens: 0, cache_write_tokens: 0, output_tokens: 0, reasoning_tokens: 0, source: 'estimated' },
  finish: null,
  finish_told: null,
  service_tier: null,
  service_tier_asked: null,
  unpriced: [],
  charge: '0.00',
  first_byte_ms: null,
  formula: null,
} as const;

function endingOf(routed: Routed, ended: ShapedEvent): Ending {
  const { type, data } = ended;
  if (type === 'TokensMetered') return metered(routed, data as unknown as AccountEventData['TokensMetered'], ended);
  if (type === 'RequestFailed') {
    const { outcome, reason, attempts, latency_ms } = data as unknown as AccountEventData['RequestFailed'];
    return { ...NOTHING, status: statusOf(type, outcome), outcome, reason, attempts, latency_ms };
  }
  const { reason } = data as unknown as AccountEventData['RequestAbandoned'];
  return { ...NOTHING, status: 'abandoned', outcome: 'abandoned', reason, attempts: [], latency_ms: 0 };
}

function metered(routed: Routed, data: AccountEventData['TokensMetered'], { stream, route }: ShapedEvent): Ending {
  const { outcome, model, provider, upstream_model, attempts, usage, charge, latency_ms, first_byte_ms } = data;
  const { price_version, numerator, markup_ppm, rounding, rated, uncollected, uncollected_reason = null } = data;
  const prices = routed.data.prices[price_version];
  const price = prices ? withConditions(data.price, prices, tokensOf(usage), data.service_tier) : data.price;
  return {
    status: statusOf('TokensMetered', outcome),
    outcome,
    reason: null,
    target: [provider, upstream_model, model],
    attempts,
    usage,
    finish: data.finish ?? null,
    finish_told: data.finish_told ?? null,
    service_tier: data.service_tier ?? null,
    service_tier_asked: data.service_tier_asked ?? null,
    unpriced: data.unpriced ?? [],
    charge,
    latency_ms,
    first_byte_ms,
    formula: {
      price_version,
      quote: route === undefined ? null : { stream, revision: String(route) },
      price,
      numerator,
      markup_ppm,
      rounding,
      rated,
      uncollected,
      uncollected_reason,
    },
  };
}

/** The attempt that was made last, of a plan that may have had more. */
export function lastTried(plan: readonly Pick<PlannedAttempt, 'provider' | 'upstream_model' | 'model'>[], attempts: number): Target {
  const last = plan[Math.min(Math.max(attempts, 1), plan.length) - 1];
  return last ? [last.provider, last.upstream_model, last.model] : ['', '', ''];
}

/** What the answering model was sent: the limit of the request, or its own where that is lower. */
function limitOf(
  { plan, ...limits }: AccountEventData['RequestRouted'],
  [provider, upstream, model]: Target,
): Pick<RequestRow, 'output_limit' | 'limit_by'> {
  const [output_limit, limit_by] = [limits.output_limit ?? null, limits.limit_by ?? null];
  const target = plan.find((each) => each.provider === provider && each.upstream_model === upstream && each.model === model);
  const own = target?.output_limit;
  return own !== undefined && output_limit !== null && own < output_limit
    ? { output_limit: own, limit_by: target?.limit_by ?? null }
    : { output_limit, limit_by };
}

const placeIn = ({ stream, revision, id, metadata }: Pick<RecordedEvent, 'stream' | 'revision' | 'id' | 'metadata'>): EventPlace => ({
  stream,
  revision: String(revision),
  id,
  hash: metadata.hash,
});
