import { formatAmount, parseAmount } from './amount.js';
import { totalInput, type PriceComponent, type TokenCounts } from './components.js';
import { unitPrice, type Price, type UnitPrice } from './price.js';

/**
 * `[component, amount per million]`, then where they apply: above how many input tokens, and in which service tier. How events repeat a price;
 * what has no condition does not mention it.
 */
export type RecordedUnitPrice =
  readonly [PriceComponent, string] | readonly [PriceComponent, string, number] | readonly [PriceComponent, string, number | null, string];

/** Members of a unit price that has no condition. */
const UNCONDITIONAL = 2;

export function recordPrice(price: Price): RecordedUnitPrice[] {
  return price.map(recordUnit);
}

/** Unit prices of a price that was read are the same for every charge by it. */
const RECORDED = new WeakMap<UnitPrice, RecordedUnitPrice>();

function recordUnit(unit: UnitPrice): RecordedUnitPrice {
  const known = RECORDED.get(unit);
  if (known) return known;
  const recorded = recordedUnit(unit);
  RECORDED.set(unit, recorded);
  return recorded;
}

function recordedUnit({ component, perMillion, aboveInputTokens, serviceTier }: UnitPrice): RecordedUnitPrice {
  const amount = formatAmount(perMillion);
  if (serviceTier !== undefined) return [component, amount, aboveInputTokens ?? null, serviceTier];
  return aboveInputTokens === undefined ? [component, amount] : [component, amount, aboveInputTokens];
}

/** A price is recorded once and read for every request that it rates: the same record gives the same price object. */
export function readPrice(recorded: readonly RecordedUnitPrice[]): Price {
  const known = READ.get(recorded);
  if (known) return known;
  const price: Price = recorded.map(([component, perMillion, aboveInputTokens, serviceTier]) => ({
    component,
    perMillion: parseAmount(perMillion),
    ...(aboveInputTokens == null ? {} : { aboveInputTokens }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
  }));
  price.forEach((unit, index) => remember(unit, recorded[index] as RecordedUnitPrice));
  READ.set(recorded, price);
  return price;
}

function remember(unit: UnitPrice, recorded: RecordedUnitPrice): void {
  if (recorded.length === UNCONDITIONAL && recorded[1] === formatAmount(unit.perMillion)) RECORDED.set(unit, recorded);
}

const READ = new WeakMap<readonly RecordedUnitPrice[], Price>();

/**
 * The unit prices that a charge used, with the conditions under which its price has them: a charge repeats what it was rated at, not why. For
 * whoever reads a receipt.
 */
export function withConditions(
  used: readonly RecordedUnitPrice[],
  price: readonly RecordedUnitPrice[],
  tokens: TokenCounts,
  serviceTier: string | undefined,
): readonly RecordedUnitPrice[] {
  if (price.every(({ length }) => length === UNCONDITIONAL)) return used;
  const total = totalInput(tokens);
  const whole = readPrice(price);
  return readPrice(used).map((unit) => recordUnit({ ...unitPrice(whole, unit.component, total, serviceTier), ...unit }));
}
