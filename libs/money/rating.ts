import { COMPONENTS, totalInput, type DetailComponent, type TokenCounts } from './components.js';
import {
  dearestInput,
  dearestOutput,
  hasServiceTier,
  isStandardTier,
  isUnconditional,
  unitPrice,
  type Price,
  type UnitPrice,
} from './price.js';

export interface Rating {
  /** Sum of tokens × nanos per million × (10^6 + markup): one numerator for the whole charge. */
  readonly numerator: bigint;
  readonly nanos: bigint;
  /** The unit prices that applied, one for each component with tokens. */
  readonly used: Price;
  /** What has no price of its own and was rated at another: components by their names, and a service tier as `service_tier.flex`. */
  readonly unpriced: readonly string[];
}

const PER_MILLION = 1_000_000n;
const PARTS_PER_MILLION = 1_000_000n;
const DENOMINATOR = PER_MILLION * PARTS_PER_MILLION;

/**
 * Charge = Σ tokens × price per million, with the markup in parts per million, divided once and rounded half to even. `serviceTier` is what the
 * provider says that it served in. What the price does not know is rated at what it is a part of, and named: never free, never silent.
 * A base component with tokens and without a price is a fault (`UNPRICED_COMPONENT`).
 */
export function rate(tokens: TokenCounts, price: Price, serviceTier?: string, markupPpm = 0n): Rating {
  const tier = serviceTier === undefined || isStandardTier(serviceTier) ? undefined : serviceTier;
  const before = LAST.get(price);
  if (before && before.tier === tier && before.markupPpm === markupPpm && isCounted(before.tokens, tokens)) return before.rating;
  const rating = rateAnew(tokens, price, tier, markupPpm);
  LAST.set(price, { tokens, tier, markupPpm, rating });
  return rating;
}

/** What was rated last by a price: a charge is decided, and then laid down or held against its quote. */
const LAST = new WeakMap<Price, { tokens: TokenCounts; tier: string | undefined; markupPpm: bigint; rating: Rating }>();

function isCounted(before: TokenCounts, tokens: TokenCounts): boolean {
  for (const component of COMPONENTS) if ((before[component] ?? 0) !== (tokens[component] ?? 0)) return false;
  return true;
}

function rateAnew(tokens: TokenCounts, price: Price, tier: string | undefined, markupPpm: bigint): Rating {
  const total = totalInput(tokens);
  const used: UnitPrice[] = [];
  const unpriced: string[] = [];
  let sum = 0n;
  for (const component of COMPONENTS) {
    const count = tokens[component] ?? 0;
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${component} tokens must be a whole number, not ${count}`);
    if (count === 0) continue;
    const unit = unitPrice(price, component, total, tier);
    sum += BigInt(count) * unit.perMillion;
    // The same object for each charge, so that it is written once.
    used.push(isUnconditional(unit) && unit.component === component ? unit : { component, perMillion: unit.perMillion });
    if (unit.component !== component) unpriced.push(component);
  }
  if (tier !== undefined && !hasServiceTier(price, tier)) unpriced.push(`service_tier.${tier}`);
  const numerator = sum * (PARTS_PER_MILLION + markupPpm);
  return { numerator, nanos: divideHalfEven(numerator, DENOMINATOR), used, unpriced };
}

/** Worst-case price in nanos: input at the dearest input price, output at the dearest output price; rounded once, up. */
export function worstCase(price: Price, inputTokens: number, outputTokens: number, details: readonly DetailComponent[]): bigint {
  const numerator = BigInt(inputTokens) * dearestInput(price, details) + BigInt(outputTokens) * dearestOutput(price, details);
  return divideUp(numerator, PER_MILLION);
}

export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const magnitude = twice < 0n ? -twice : twice;
  if (magnitude < denominator || (magnitude === denominator && quotient % 2n === 0n)) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}

/** Rounds up, for non-negative numerators: a hold may never be smaller than the charge that it covers. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
