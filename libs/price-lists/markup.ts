import { divideHalfEven, readPrice, recordPrice } from '#money';
import type { RecordedPrice } from '#catalog';

const PPM = 1_000_000n;
export const MAX_MARKUP_PPM = 10_000_000;

/** Cost plus so many parts in a million: each unit price is rounded once to nine decimals, half to even. */
export function markedUp({ currency, price }: RecordedPrice, ppm: number): RecordedPrice {
  const factor = PPM + BigInt(ppm);
  return {
    currency,
    price: recordPrice(readPrice(price).map((unit) => ({ ...unit, perMillion: divideHalfEven(unit.perMillion * factor, PPM) }))),
  };
}
