import { formatAmount, readPrice, type Currency, type PriceComponent, type RecordedUnitPrice, type UnitPrice } from '#money';

/** Decimal strings of the currency for a million tokens, by component. */
export interface ComponentPrices {
  readonly input_per_million?: string;
  readonly input_audio_per_million?: string;
  readonly cached_input_per_million?: string;
  readonly cached_input_audio_per_million?: string;
  readonly cache_write_per_million?: string;
  readonly cache_write_1h_per_million?: string;
  readonly output_per_million?: string;
  readonly output_audio_per_million?: string;
}

/** What is paid instead, for the whole request, where its total input is above so many tokens. */
export interface PriceTier extends ComponentPrices {
  readonly above_input_tokens: number;
}

export interface ServiceTierPrices extends ComponentPrices {
  readonly tiers?: readonly PriceTier[];
}

/** A price as admins write and read it (ADR 0018). */
export interface PriceDocument extends ServiceTierPrices {
  readonly currency: string;
  readonly input_per_million: string;
  readonly output_per_million: string;
  /** What is paid instead where the provider says that it served in that tier, by the provider's name of it. */
  readonly service_tiers?: { readonly [name: string]: ServiceTierPrices };
}

/** A price as events keep it: every base component first, then what is told apart or conditional, in one order and in the canonical form of amounts. */
export type RecordedPrice = { readonly currency: Currency; readonly price: readonly RecordedUnitPrice[] };

/** In the order of the recorded form. */
export const PRICE_MEMBERS: readonly (readonly [PriceComponent, keyof ComponentPrices])[] = [
  ['input', 'input_per_million'],
  ['input_audio', 'input_audio_per_million'],
  ['cached_input', 'cached_input_per_million'],
  ['cached_input_audio', 'cached_input_audio_per_million'],
  ['cache_write', 'cache_write_per_million'],
  ['cache_write_1h', 'cache_write_1h_per_million'],
  ['output', 'output_per_million'],
  ['output_audio', 'output_audio_per_million'],
];

/** The document of a recorded price. What was left to its default is told as what it came to; recording the document again changes nothing. */
export function priceDocument({ currency, price }: RecordedPrice): PriceDocument {
  const units = readPrice(price);
  const names = [...new Set(units.flatMap(({ serviceTier }) => serviceTier ?? []))];
  const tiers = names.map((name) => [name, pricesOf(units.filter(({ serviceTier }) => serviceTier === name))] as const);
  const standard = pricesOf(units.filter(({ serviceTier }) => serviceTier === undefined));
  // Never recorded without the base components.
  return { currency, ...standard, ...(tiers.length > 0 && { service_tiers: Object.fromEntries(tiers) }) } as PriceDocument;
}

function pricesOf(units: readonly UnitPrice[]): ServiceTierPrices {
  const thresholds = [...new Set(units.flatMap(({ aboveInputTokens }) => aboveInputTokens ?? []))];
  const tiers = thresholds.map((above_input_tokens): PriceTier => ({ above_input_tokens, ...pricesAbove(units, above_input_tokens) }));
  return { ...pricesAbove(units, undefined), ...(tiers.length > 0 && { tiers }) };
}

function pricesAbove(units: readonly UnitPrice[], threshold: number | undefined): ComponentPrices {
  const members = PRICE_MEMBERS.flatMap(([component, member]) => {
    const unit = units.find((each) => each.component === component && each.aboveInputTokens === threshold);
    return unit ? [[member, formatAmount(unit.perMillion)] as const] : [];
  });
  return Object.fromEntries(members);
}
