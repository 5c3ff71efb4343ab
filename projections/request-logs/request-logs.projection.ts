import {
  placeOf,
  tokensOf,
  type AccountEventData,
  type AttemptRecord,
  type Entry,
  type LimitBy,
  type Outcome,
  type PlannedAttempt,
  type UsageRecord,
} from '#ledger';
import { projection, type EventOf } from '#projecting';
import { withConditions, type RecordedUnitPrice } from '#money';
import { accountCurrency } from '../postings/postings.js';

export type RequestStatus = 'succeeded' | 'failed' | 'cancelled' | 'abandoned';

/** Where an event stands: documents cite stream and revision, never a position. */
export type EventPlace = { readonly stream: string; readonly revision: string; readonly id: string };

/** A request on its way: not in any index, so in no list. */
export type OpenRequest = {
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
  /** `[provider, upstream model, model]` of each attempt that may be made, and the limit of its own where that is lower. */
  readonly plan: readonly PlannedTarget[];
  /** By version: which conditions a unit price has stands here, and not in the charge. */
  readonly prices: Readonly<Record<string, readonly RecordedUnitPrice[]>>;
};

type Target = readonly [provider: string, upstream: string, model: string];
type PlannedTarget = readonly [provider: string, upstream: string, model: string, outputLimit?: number, limitBy?: LimitBy | undefined];

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

export type RequestRow = Omit<OpenRequest, 'plan' | 'prices'> & {
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
  readonly usage: UsageRecord;
  /** `length` where the answer had reached its output limit. */
  readonly finish: 'length' | null;
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

/**
 * One row for each request, begun when it was routed; it enters the log when it ends. Newest first is by the end, then by the id.
 */
export const requestLogs = projection<OpenRequest | RequestRow, AccountEventData>({
  name: 'request-logs',
  version: 6,
  poison: 'park',
  indexes: { by_account: ['account', 'time'], by_key: ['key', 'time'] },
  keys: ({ data }) => data['request'] as string,
  begins: ({ type }) => type === 'RequestRouted',
  ended: (row) => 'time' in row,
  on: {
    RequestRouted: (_, event) => {
      const { request, key, requested_model, plan, prices, hold, bound, output_limit, limit_by } = event.data;
      return {
        id: request,
        account: placeOf(event.stream)?.account ?? '',
        key,
        requested_model,
        started_at: event.metadata.effective,
        hold,
        bound,
        output_limit: output_limit ?? null,
        limit_by: limit_by ?? null,
        routed: placeIn(event),
        plan: plan.map(plannedTarget),
        prices,
      };
    },
    TokensMetered: (row, event) => {
      const { outcome, model, provider, upstream_model, attempts, usage, charge, latency_ms, first_byte_ms } = event.data;
      const { price_version, numerator, markup_ppm, rounding, rated, uncollected, uncollected_reason } = event.data;
      const routed = row && 'prices' in row ? row.prices[price_version] : undefined;
      const price = routed ? withConditions(event.data.price, routed, tokensOf(usage), event.data.service_tier) : event.data.price;
      return end(row, event, {
        status: outcome === 'incomplete' ? 'succeeded' : outcome,
        outcome,
        reason: null,
        target: [provider, upstream_model, model],
        attempts,
        usage,
        finish: event.data.finish ?? null,
        service_tier: event.data.service_tier ?? null,
        service_tier_asked: event.data.service_tier_asked ?? null,
        unpriced: event.data.unpriced ?? [],
        charge,
        latency_ms,
        first_byte_ms,
        formula: {
          price_version,
          quote: event.route === undefined ? null : { stream: event.stream, revision: String(event.route) },
          price,
          numerator,
          markup_ppm,
          rounding,
          rated,
          uncollected,
          uncollected_reason: uncollected_reason ?? null,
        },
      });
    },
    RequestFailed: (row, event) => {
      const { outcome, reason, attempts, latency_ms } = event.data;
      return end(row, event, { ...NOTHING, status: outcome, outcome, reason, attempts, latency_ms });
    },
    RequestAbandoned: (row, event) =>
      end(row, event, { ...NOTHING, status: 'abandoned', outcome: 'abandoned', reason: event.data.reason, attempts: [], latency_ms: 0 }),
  },
});

type Ending = Pick<
  RequestRow,
  | 'status'
  | 'outcome'
  | 'reason'
  | 'attempts'
  | 'usage'
  | 'finish'
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
  service_tier: null,
  service_tier_asked: null,
  unpriced: [],
  charge: '0.00',
  first_byte_ms: null,
  formula: null,
} as const;

function end(row: OpenRequest | RequestRow | undefined, event: EventOf<{ readonly entry: Entry }>, ending: Ending): RequestRow {
  if (!row || !('plan' in row)) throw new RangeError(`${event.type} ends a request that is not open`);
  const { target = lastTried(row, ending.attempts.length), ...rest } = ending;
  const [provider, upstream_model, model] = target;
  const { plan, prices: _prices, ...begun } = row;
  const { entry } = event.data;
  return {
    ...begun,
    ...limitOf(
      row,
      plan.find((planned) => target.every((name, index) => planned[index] === name)),
    ),
    time: event.metadata.effective,
    ...rest,
    provider,
    upstream_model,
    model,
    currency: accountCurrency(entry),
    entry,
    ended: placeIn(event),
  };
}

function lastTried({ plan }: OpenRequest, attempts: number): Target {
  const [provider = '', upstream = '', model = ''] = plan[Math.min(Math.max(attempts, 1), plan.length) - 1] ?? [];
  return [provider, upstream, model];
}

function plannedTarget({ provider, upstream_model, model, output_limit, limit_by }: PlannedAttempt): PlannedTarget {
  return output_limit === undefined ? [provider, upstream_model, model] : [provider, upstream_model, model, output_limit, limit_by];
}

/** What the answering model was sent: the limit of the request, or its own where that is lower. */
function limitOf(row: OpenRequest, target: PlannedTarget | undefined): Pick<OpenRequest, 'output_limit' | 'limit_by'> {
  const [, , , own, by] = target ?? [];
  const isOwn = own !== undefined && row.output_limit !== null && own < row.output_limit;
  return isOwn ? { output_limit: own, limit_by: by ?? null } : { output_limit: row.output_limit, limit_by: row.limit_by };
}

const placeIn = ({ stream, revision, id }: EventOf<unknown>): EventPlace => ({ stream, revision: String(revision), id });
