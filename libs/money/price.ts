import { formatAmount, parseAmount } from './amount.js';

/** What a provider can charge for. Input components are disjoint; `output` includes reasoning. */
export type PriceComponent = 'input' | 'cached_input' | 'cache_write' | 'output';

/** Tokens by component, each a whole number of zero or more. */
export type TokenCounts = Readonly<Record<PriceComponent, number>>;

export interface UnitPrice {
  readonly component: PriceComponent;
  /** Nano-units per million tokens. */
  readonly perMillion: bigint;
  /** A tier: applies to the whole request when its total input, cached included, is above this many tokens. */
  readonly aboveInputTokens?: number;
}

/** Unit prices of one version; every component that can occur must have one without a tier. */
export type Price = readonly UnitPrice[];

/** `[component, amount per million]` or `[component, amount per million, above input tokens]`: how an event repeats what it used. */
export type RecordedUnitPrice = readonly [PriceComponent, string] | readonly [PriceComponent, string, number];

export interface Rating {
  /** Sum of tokens × nanos per million × (10^6 + markup): one numerator for the whole charge. */
  readonly numerator: bigint;
  readonly nanos: bigint;
  /** The unit prices that applied, one for each component with tokens. */
  readonly used: Price;
}

const PER_MILLION = 1_000_000n;
const PARTS_PER_MILLION = 1_000_000n;
const DENOMINATOR = PER_MILLION * PARTS_PER_MILLION;

export class UnpricedComponentError extends Error {
  readonly code = 'UNPRICED_COMPONENT';
  constructor(readonly component: PriceComponent) {
    super(`No price for ${component} tokens`);
  }
}

/**
 * Charge = Σ tokens × price per million, with the markup in parts per million, divided once and rounded half to even.
 * A component with tokens and without a price is a fault (`UNPRICED_COMPONENT`), never free.
 */
export function rate(tokens: TokenCounts, price: Price, markupPpm = 0n): Rating {
  const totalInput = tokens.input + tokens.cached_input + tokens.cache_write;
  const used: UnitPrice[] = [];
  let sum = 0n;
  for (const component of COMPONENTS) {
    const count = tokens[component];
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${component} tokens must be a whole number, not ${count}`);
    if (count === 0) continue;
    const unit = unitPrice(price, component, totalInput);
    sum += BigInt(count) * unit.perMillion;
    used.push({ component, perMillion: unit.perMillion });
  }
  const numerator = sum * (PARTS_PER_MILLION + markupPpm);
  return { numerator, nanos: divideHalfEven(numerator, DENOMINATOR), used };
}

/** The price of one component at a total input; among tiers that apply, the highest threshold wins. */
export function unitPrice(price: Price, component: PriceComponent, totalInputTokens: number): UnitPrice {
  let found: UnitPrice | undefined;
  for (const unit of price) {
    if (unit.component !== component) continue;
    const threshold = unit.aboveInputTokens ?? -1;
    if (totalInputTokens > threshold && threshold >= (found?.aboveInputTokens ?? -1)) found = unit;
  }
  if (!found) throw new UnpricedComponentError(component);
  return found;
}

/** The dearest price that any of the components can reach in any tier: what a worst case is held at. Nanos per million. */
export function dearest(price: Price, components: readonly PriceComponent[]): bigint {
  let max = 0n;
  for (const unit of price) if (components.includes(unit.component) && unit.perMillion > max) max = unit.perMillion;
  return max;
}

/** Worst-case price in nanos: input at the dearest input price, output at the dearest output price; rounded once, up. */
export function worstCase(price: Price, inputTokens: number, outputTokens: number): bigint {
  const numerator = BigInt(inputTokens) * dearest(price, INPUT_COMPONENTS) + BigInt(outputTokens) * dearest(price, ['output']);
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

export function recordPrice(price: Price): RecordedUnitPrice[] {
  return price.map(({ component, perMillion, aboveInputTokens }) =>
    aboveInputTokens === undefined ? [component, formatAmount(perMillion)] : [component, formatAmount(perMillion), aboveInputTokens],
  );
}

/** A price is recorded once and read for every request that it rates: the same record gives the same price object. */
export function readPrice(recorded: readonly RecordedUnitPrice[]): Price {
  const known = READ.get(recorded);
  if (known) return known;
  const price = recorded.map(([component, perMillion, aboveInputTokens]) => ({
    component,
    perMillion: parseAmount(perMillion),
    ...(aboveInputTokens === undefined ? {} : { aboveInputTokens }),
  }));
  READ.set(recorded, price);
  return price;
}

const READ = new WeakMap<readonly RecordedUnitPrice[], Price>();

export const INPUT_COMPONENTS = ['input', 'cached_input', 'cache_write'] as const satisfies readonly PriceComponent[];
export const COMPONENTS = [...INPUT_COMPONENTS, 'output'] as const satisfies readonly PriceComponent[];
