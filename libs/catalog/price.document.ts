import { formatAmount, isCurrency, parseInputAmount, readPrice, type Currency, type PriceComponent, type RecordedUnitPrice } from '#money';
import { refuse, type Refusal } from '#identity';

/** A price as admins write and read it: decimal strings of the currency for a million tokens. */
export interface PriceDocument {
  readonly currency: string;
  readonly input_per_million: string;
  readonly cached_input_per_million?: string;
  readonly cache_write_per_million?: string;
  readonly output_per_million: string;
}

/** A price as events keep it: every component that can occur, in one order, in the canonical form of amounts. */
export type RecordedPrice = { readonly currency: Currency; readonly price: readonly RecordedUnitPrice[] };

export type PriceRefusal = 'CURRENCY_UNKNOWN' | 'PRICE_INVALID';

/** A cache price that is not given is the input price: cached tokens are never free by omission. Zero is free by intention. */
const MEMBERS = [
  ['input', 'input_per_million', undefined],
  ['cached_input', 'cached_input_per_million', 'input_per_million'],
  ['cache_write', 'cache_write_per_million', 'input_per_million'],
  ['output', 'output_per_million', undefined],
] as const satisfies readonly (readonly [PriceComponent, keyof PriceDocument, keyof PriceDocument | undefined])[];

/** `field` is where the document stands in the request: `price`, `targets[0].cost`. */
export function recordPriceDocument(
  document: PriceDocument,
  field: string,
): { readonly recorded: RecordedPrice; readonly refusal?: never } | { readonly refusal: Refusal<PriceRefusal>; readonly recorded?: never } {
  const { currency } = document;
  if (!isCurrency(currency)) return refuse('CURRENCY_UNKNOWN', `${currency} is no currency that the ledger keeps`, `${field}.currency`);
  const price: RecordedUnitPrice[] = [];
  for (const [component, member, fallback] of MEMBERS) {
    const text = document[member] ?? (fallback && document[fallback]);
    const perMillion = parseInputAmount(text);
    if (perMillion === undefined) {
      return refuse('PRICE_INVALID', 'A price is a decimal string: up to 9 digits, and up to 9 decimals', `${field}.${member}`);
    }
    price.push([component, formatAmount(perMillion)]);
  }
  return { recorded: { currency, price } };
}

/** The document of a recorded price; what a tier adds is not shown here. */
export function priceDocument({ currency, price }: RecordedPrice): Required<PriceDocument> {
  const untiered = readPrice(price).filter((unit) => unit.aboveInputTokens === undefined);
  const of = (component: PriceComponent): string => formatAmount(untiered.find((unit) => unit.component === component)?.perMillion ?? 0n);
  return {
    currency,
    input_per_million: of('input'),
    cached_input_per_million: of('cached_input'),
    cache_write_per_million: of('cache_write'),
    output_per_million: of('output'),
  };
}
