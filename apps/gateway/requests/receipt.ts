import { CHART, tokensOf } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import type { RequestRow } from '#projections';
import { attemptsOf, skippedIn, type ReceiptAttempt, type SkippedTarget } from './receipt.attempts.js';

/** Promise 10: every charge explains itself. Enough to compute it again without us, and to find the event that it stands in. */
export interface Receipt {
  readonly id: string;
  readonly status: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly latency_ms: number;
  readonly first_byte_ms: number | null;
  readonly key_id: string;
  readonly requested_model: string;
  readonly model: string;
  readonly provider: string;
  readonly upstream_model: string;
  readonly attempts: readonly ReceiptAttempt[];
  /** Planned targets that nobody had to ask, or was let ask. */
  readonly skipped_targets: readonly SkippedTarget[];
  /** What of the request did not go to the provider; null: no event tells. */
  readonly left_out: readonly string[] | null;
  readonly bound: RequestRow['bound'];
  readonly hold: string;
  /** Output tokens for each choice, as the answering provider was sent them; null where there is no output. */
  readonly output_limit: number | null;
  readonly limit_by: RequestRow['limit_by'];
  /** True where the answer ended at a limit that was not the client's own. */
  readonly cut_by_limit: boolean;
  /** `unknown`: for a reason that is in no table, or that nobody told. */
  readonly finish: RequestRow['finish'];
  readonly finish_told: string | null;
  readonly usage: RequestRow['usage'];
  readonly service_tier: string | null;
  /** Which the request asked for, if not the standard one. Where the provider tells of none, `unpriced` names it. */
  readonly service_tier_asked: string | null;
  /** What has no price of its own and was charged at another, or not at all: finance finds here what was under-charged. */
  readonly unpriced: readonly string[];
  readonly currency: string;
  readonly charge: string;
  /** What of the hold went back. */
  readonly released: string;
  readonly uncollected: string;
  /** `beyond_bound`: the provider told more than the worst case that was held. */
  readonly uncollected_reason: string | null;
  /** Null where nothing was metered, so that there was nothing to rate. */
  readonly rating: {
    readonly price_version: string;
    /** Where these prices stand recorded: an event of the charge's own stream. Null where the charge itself repeats them. */
    readonly quote: { readonly stream: string; readonly revision: string } | null;
    /** For a million tokens, and for which requests: those above so many input tokens, those served in this tier; absent: all others. */
    readonly price: readonly {
      readonly component: string;
      readonly per_million: string;
      readonly above_input_tokens?: number;
      readonly service_tier?: string;
    }[];
    readonly formula: string;
    readonly numerator: string;
    readonly markup_ppm: number;
    readonly rounding: string;
    readonly rated: string;
  } | null;
  readonly entry: RequestRow['entry'];
  readonly events: { readonly routed: RequestRow['routed']; readonly ended: RequestRow['ended'] };
}

export function receiptOf(row: RequestRow): Receipt {
  return {
    id: row.id,
    status: row.status,
    outcome: row.outcome,
    reason: row.reason,
    started_at: row.started_at,
    ended_at: row.time,
    latency_ms: row.latency_ms,
    first_byte_ms: row.first_byte_ms,
    key_id: row.key,
    requested_model: row.requested_model,
    model: row.model,
    provider: row.provider,
    upstream_model: row.upstream_model,
    attempts: attemptsOf(row),
    skipped_targets: skippedIn(row),
    left_out: null,
    bound: row.bound,
    hold: row.hold,
    output_limit: row.output_limit,
    limit_by: row.limit_by,
    cut_by_limit: row.finish === 'length' && row.limit_by !== null && row.limit_by !== 'client',
    finish: row.finish,
    finish_told: row.finish_told,
    usage: row.usage,
    service_tier: row.service_tier,
    service_tier_asked: row.service_tier_asked,
    unpriced: row.unpriced,
    currency: row.currency,
    charge: row.charge,
    released: formatAmount(parseAmount(row.hold) - parseAmount(row.charge)),
    uncollected: row.formula?.uncollected ?? '0.00',
    uncollected_reason: row.formula?.uncollected_reason ?? null,
    rating: row.formula && rating(row.formula, row.usage),
    entry: withoutCosts(row.entry),
    events: { routed: row.routed, ended: row.ended },
  };
}

/** What a provider charges us is not the customer's; its postings balance each other, so what is left still sums to zero. */
function withoutCosts(entry: RequestRow['entry']): RequestRow['entry'] {
  const kept = Object.entries(entry).map(([currency, postings]) => [currency, postings.filter(([code]) => !COST_CODES.has(code))] as const);
  return Object.fromEntries(kept.filter(([, postings]) => postings.length > 0));
}

const COST_CODES: ReadonlySet<string> = new Set([CHART.providerPayable, CHART.costOfTokens, CHART.promoCost, CHART.unbilledProviderCost]);

function rating(formula: NonNullable<RequestRow['formula']>, usage: RequestRow['usage']): Receipt['rating'] {
  const tokens = tokensOf(usage);
  const terms = formula.price.map(([component, perMillion]) => `${tokens[component] ?? 0} ${component} × ${perMillion}`);
  const markup = formula.markup_ppm === 0 ? '' : ` × (1 + ${formula.markup_ppm} / 1000000)`;
  return {
    price_version: formula.price_version,
    quote: formula.quote,
    price: formula.price.map(([component, per_million, above, tier]) => ({
      component,
      per_million,
      ...(above == null ? {} : { above_input_tokens: above }),
      ...(tier === undefined ? {} : { service_tier: tier }),
    })),
    formula: `(${terms.length > 0 ? terms.join(' + ') : '0'}) / 1000000${markup}, rounded once to 9 decimals, half to even = ${formula.rated}`,
    numerator: formula.numerator,
    markup_ppm: formula.markup_ppm,
    rounding: formula.rounding,
    rated: formula.rated,
  };
}
