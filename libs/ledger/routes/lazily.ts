import { formatAmount, parseAmount, recordPrice, type Rating } from '#money';
import type { AccountEventData, AttemptRecord, QuotedTarget, UsageRecord } from '../account/account.events.js';
import { deadlineBy, planBy, quotedTarget, type RouteQuote } from '../account/route-quote.js';
import { NO_USAGE, expandMetered, namedUnpriced, ratedCharge, type CompactMetered } from './compact-metered.js';
import { expandRouted, keyOf, type CompactOrigin, type CompactRouted } from './compact-routed.js';

type Routed = AccountEventData['RequestRouted'];
type Metered = AccountEventData['TokensMetered'];

/**
 * What `expand` makes of an event, each member made when it is asked for: sums of a log ask for few. To be read by its members, and not to be
 * copied; as JSON it is the whole. Throws at once where the quote has no such target or the actor is no key; what cannot be rated throws when
 * that is asked for.
 */
export function lazily(type: string, data: unknown, quote: RouteQuote, origin: CompactOrigin): object {
  return type === 'RequestRouted'
    ? new RoutedLazily(data as CompactRouted, quote, origin)
    : new MeteredLazily(data as CompactMetered, quote, origin);
}

class RoutedLazily implements Routed {
  readonly bound: Routed['bound'];
  readonly entry: Routed['entry'];
  readonly hold: Routed['hold'];
  readonly key: Routed['key'];
  readonly life: Routed['life'];
  readonly limit_by: Routed['limit_by'];
  readonly lots: Routed['lots'];
  readonly output_limit: Routed['output_limit'];
  readonly plan: Routed['plan'];
  readonly request: Routed['request'];
  readonly requested_model: Routed['requested_model'];

  constructor(
    private readonly compact: CompactRouted,
    private readonly quote: RouteQuote,
    private readonly origin: CompactOrigin,
  ) {
    this.bound = compact.bound;
    this.entry = compact.entry;
    this.hold = compact.hold;
    this.key = keyOf(origin);
    this.life = quote.life;
    this.limit_by = compact.limit_by;
    this.lots = compact.lots;
    this.output_limit = compact.output_limit;
    this.plan = planBy(quote, { order: compact.order, limits: compact.limits });
    this.request = origin.cause;
    this.requested_model = quote.requested_model;
  }

  get deadline(): Routed['deadline'] {
    return this.compact.deadline ?? deadlineBy(this.quote, this.origin.at);
  }

  get expected_cost(): Routed['expected_cost'] {
    return this.toJSON().expected_cost;
  }

  get prices(): Routed['prices'] {
    return this.quote.prices;
  }

  toJSON(): Routed {
    return expandRouted(this.compact, this.quote, this.origin);
  }
}

const NOTHING: readonly never[] = [];
const ZERO = formatAmount(0n);

class MeteredLazily implements Metered {
  readonly charge: Metered['charge'];
  readonly entry: Metered['entry'];
  readonly extra: Metered['extra'] = NOTHING;
  readonly finish: Metered['finish'];
  readonly finish_told: Metered['finish_told'];
  readonly first_byte_ms: Metered['first_byte_ms'];
  readonly kept_at_provider: Metered['kept_at_provider'];
  readonly latency_ms: Metered['latency_ms'];
  readonly lots: Metered['lots'];
  readonly model: Metered['model'];
  readonly outcome: Metered['outcome'];
  readonly provider: Metered['provider'];
  readonly request: Metered['request'];
  readonly service_tier: Metered['service_tier'];
  readonly service_tier_asked: Metered['service_tier_asked'];
  readonly uncollected_reason: Metered['uncollected_reason'];
  readonly upstream_model: Metered['upstream_model'];
  private readonly target: QuotedTarget;
  private whole: UsageRecord | undefined;
  private rating: Rating | undefined;

  constructor(
    private readonly compact: CompactMetered,
    private readonly quote: RouteQuote,
    private readonly origin: CompactOrigin,
  ) {
    this.charge = compact.charge;
    this.entry = compact.entry;
    this.finish = compact.finish;
    this.finish_told = compact.finish_told;
    this.first_byte_ms = compact.first_byte_ms ?? null;
    this.kept_at_provider = compact.kept_at_provider;
    this.latency_ms = compact.latency_ms;
    this.lots = compact.lots;
    const target = quotedTarget(quote.targets, compact.target ?? 0);
    this.target = target;
    this.model = target.model;
    this.outcome = compact.outcome ?? 'succeeded';
    this.provider = target.provider;
    this.request = origin.cause;
    this.service_tier = compact.service_tier;
    this.service_tier_asked = compact.service_tier_asked;
    this.uncollected_reason = compact.uncollected_reason;
    this.upstream_model = target.upstream_model;
  }

  get usage(): Metered['usage'] {
    return (this.whole ??= { ...NO_USAGE, ...this.compact.usage });
  }

  get rated(): Metered['rated'] {
    return formatAmount(this.rate().nanos);
  }

  get uncollected(): Metered['uncollected'] {
    const missing = this.rate().nanos - parseAmount(this.charge);
    return missing === 0n ? ZERO : formatAmount(missing);
  }

  get unpriced(): Metered['unpriced'] {
    return namedUnpriced(this.rate(), this.compact);
  }

  get numerator(): Metered['numerator'] {
    return this.rate().numerator.toString();
  }

  get price(): Metered['price'] {
    return recordPrice(this.rate().used);
  }

  get price_version(): Metered['price_version'] {
    return this.target.price_version;
  }

  get markup_ppm(): Metered['markup_ppm'] {
    return this.quote.markup_ppm;
  }

  get rounding(): Metered['rounding'] {
    return this.quote.rounding;
  }

  get attempts(): readonly AttemptRecord[] {
    return this.toJSON().attempts;
  }

  get cost(): Metered['cost'] {
    return this.toJSON().cost;
  }

  toJSON(): Metered {
    return expandMetered(this.compact, this.quote, this.origin);
  }

  private rate(): Rating {
    return (this.rating ??= ratedCharge(this.usage, this.service_tier, this.quote, this.target));
  }
}
