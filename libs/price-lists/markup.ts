import { divideHalfEven, formatAmount, parseAmount } from '#money';
import type { ComponentPrices, PriceDocument, ServiceTierPrices } from '#catalog';

const PPM = 1_000_000n;
export const MAX_MARKUP_PPM = 10_000_000;

/** Cost plus so many parts in a million, each unit price rounded once to nine decimals, half to even. */
export function markedUp(cost: PriceDocument, ppm: number): PriceDocument {
  const { currency, service_tiers: served, ...standard } = cost;
  const tiers = Object.entries(served ?? {}).map(([name, prices]) => [name, level(prices, ppm)] as const);
  return {
    currency,
    ...level(standard, ppm),
    ...(tiers.length > 0 && { service_tiers: Object.fromEntries(tiers) }),
  } as PriceDocument;
}

function level({ tiers, ...prices }: ServiceTierPrices, ppm: number): ServiceTierPrices {
  const raised = tiers?.map(({ above_input_tokens, ...rest }) => ({ above_input_tokens, ...components(rest, ppm) }));
  return { ...components(prices, ppm), ...(raised && { tiers: raised }) };
}

function components(prices: ComponentPrices, ppm: number): ComponentPrices {
  return Object.fromEntries(Object.entries(prices).map(([name, amount]: [string, string]) => [name, raise(amount, ppm)]));
}

function raise(amount: string, ppm: number): string {
  return formatAmount(divideHalfEven(parseAmount(amount) * (PPM + BigInt(ppm)), PPM));
}
