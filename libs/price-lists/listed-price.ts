import type { ComponentPrices, PriceDocument, PriceTier, ServiceTierPrices } from '#catalog';

/** What a public list says of a model, in our words. */
export interface ListedPrice {
  readonly listProvider: string;
  readonly listModel: string;
  /** The day from which the list's price is in force; absent where it does not say. */
  readonly effectiveFrom?: string;
  /** What the provider charges, in the list's currency. */
  readonly price: PriceDocument;
  /** What the list also prices and a price of ours cannot say, by the list's own names: web searches, images, batches. */
  readonly unpriced: readonly string[];
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
}

export type ListProblemCode =
  /** The list has no model of that provider by that very name. */
  | 'NOT_LISTED'
  /** No price for input or none for output: what is missing is never taken for free. */
  | 'PRICE_INCOMPLETE'
  /** An amount that nine decimals per million cannot say, or that is none. */
  | 'PRICE_INEXACT'
  /** Depends on something that a price of ours cannot say: the time of day, ranges of the list's own kind. */
  | 'PRICE_CONDITIONAL'
  /** Zero for input, whatever the size or tier, or for output in some tier only: lists write that for what is paid otherwise. */
  | 'PRICE_FREE';

export interface ListProblem {
  readonly code: ListProblemCode;
  readonly message: string;
}

export type ListFinding =
  { readonly listed: ListedPrice; readonly problem?: never } | { readonly problem: ListProblem; readonly listed?: never };

export interface PriceList {
  /** Whether any model of that provider is listed. */
  hasProvider(provider: string): boolean;
  /** Names are the list's own, compared exactly: a model that is not listed is never priced like its neighbour. */
  find(provider: string, model: string): ListFinding;
}

/** The text is not the list that it is said to be. */
export class PriceListError extends Error {
  readonly code = 'PRICE_LIST_INVALID';
}

/** One amount of a list, and when it applies. */
export interface ListedAmount {
  /** The list's name of it. */
  readonly name: string;
  readonly member: keyof ComponentPrices;
  /** Undefined where the list's number is not exact in nine decimals. */
  readonly perMillion: string | undefined;
  readonly aboveInputTokens?: number;
  readonly serviceTier?: string;
}

/** Both lists are in dollars, and say so in their documentation. */
const CURRENCY = 'USD';

export const problem = (code: ListProblemCode, message: string): { readonly problem: ListProblem } => ({ problem: { code, message } });

type Priced =
  | { readonly price: PriceDocument; readonly unpriced: readonly string[]; readonly problem?: never }
  | { readonly problem: ListProblem; readonly price?: never; readonly unpriced?: never };

/** The price that the amounts come to, and what of them it leaves out; or why they come to none. */
export function listedPrice(all: readonly ListedAmount[]): Priced {
  const amounts = all.filter((amount) => !isFreePart(amount));
  const inexact = amounts.find(({ perMillion }) => perMillion === undefined);
  if (inexact) return problem('PRICE_INEXACT', `${inexact.name} is no amount of at most nine decimals per million tokens`);
  const ordinary = amounts.filter(({ serviceTier }) => serviceTier === undefined);
  const standard = prices(ordinary);
  const { input_per_million: input, output_per_million: output } = standard;
  if (input === undefined || output === undefined)
    return problem('PRICE_INCOMPLETE', `The list has no price for ${input === undefined ? 'input' : 'output'}`);
  const free = amounts.find((amount) => isFree(amount, output));
  if (free) return problem('PRICE_FREE', `The list says zero for ${free.name}: where that is meant, set it by hand`);
  const names = [...new Set(amounts.flatMap(({ serviceTier }) => serviceTier ?? []))].sort();
  const tiers = names.map((name) => ({ name, inTier: amounts.filter(({ serviceTier }) => serviceTier === name) }));
  const whole = tiers.filter(({ inTier }) => isWhole(inTier, ordinary));
  const partial = tiers.filter((tier) => !whole.includes(tier)).flatMap(({ inTier }) => inTier);
  const unpriced = [...all.filter(isFreePart), ...partial].map(({ name }) => name);
  const served = whole.map(({ name, inTier }) => [name, prices(inTier)] as const);
  const price = { currency: CURRENCY, ...standard, input_per_million: input, output_per_million: output };
  return { price: served.length > 0 ? { ...price, service_tiers: Object.fromEntries(served) } : price, unpriced };
}

/**
 * A service tier without the thresholds that the same component has in the standard one would charge large requests at its price for small ones:
 * what the list does not say there is not guessed, and the tier stays unpriced.
 */
function isWhole(inTier: readonly ListedAmount[], ordinary: readonly ListedAmount[]): boolean {
  return inTier.every(({ member: name }) => thresholds(inTier, name) === thresholds(ordinary, name));
}

function thresholds(amounts: readonly ListedAmount[], name: keyof ComponentPrices): string {
  const above = amounts.flatMap(({ member: each, aboveInputTokens }) =>
    each === name && aboveInputTokens !== undefined ? [aboveInputTokens] : [],
  );
  return above.sort((a, b) => a - b).join();
}

function prices(amounts: readonly ListedAmount[]): ServiceTierPrices {
  const thresholds = [...new Set(amounts.flatMap(({ aboveInputTokens }) => aboveInputTokens ?? []))].sort((a, b) => a - b);
  const tiers = thresholds.map((above_input_tokens): PriceTier => ({ above_input_tokens, ...pricesAbove(amounts, above_input_tokens) }));
  return { ...pricesAbove(amounts, undefined), ...(tiers.length > 0 && { tiers }) };
}

function pricesAbove(amounts: readonly ListedAmount[], threshold: number | undefined): ComponentPrices {
  const here = amounts.filter(({ aboveInputTokens }) => aboveInputTokens === threshold);
  return Object.fromEntries(here.map(({ member, perMillion }) => [member, perMillion]));
}

/**
 * A zero for a part of the input or output, its cache or audio: lists mean that nothing is charged beside, not that those tokens are free. It is left
 * out, so that they cost what they are a part of.
 */
function isFreePart({ member: name, perMillion }: ListedAmount): boolean {
  return name !== 'input_per_million' && name !== 'output_per_million' && perMillion !== undefined && isZero(perMillion);
}

/** Lists write zero for what is paid otherwise. Output has no price where a model has none of it; then it has none in any tier either. */
function isFree({ member: name, perMillion }: ListedAmount, output: string): boolean {
  if (perMillion === undefined || !isZero(perMillion)) return false;
  return name === 'input_per_million' || (name === 'output_per_million' && !isZero(output));
}

const isZero = (amount: string): boolean => /^[0.]+$/.test(amount);
