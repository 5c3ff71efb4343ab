import { isCurrency, isStandardTier, parseInputAmount, recordPrice, type PriceComponent, type UnitPrice } from '#money';
import { refuse, type Refusal } from '#streams';
import {
  PRICE_MEMBERS,
  type ComponentPrices,
  type PriceDocument,
  type PriceTier,
  type RecordedPrice,
  type ServiceTierPrices,
} from './price.document.js';

export type PriceRefusal = 'CURRENCY_UNKNOWN' | 'PRICE_INVALID';

type Refused = { readonly refusal: Refusal<PriceRefusal> };
type Units = { readonly units: readonly UnitPrice[]; readonly refusal?: never } | (Refused & { readonly units?: never });

const MAX_TIERS = 8;
/** Every hold repeats the prices of its plan. */
const MAX_UNITS = 128;
const MAX_THRESHOLD = 1_000_000_000;
const SERVICE_TIER = /^[a-z0-9_]{1,32}$/;
const AMOUNT_RULE = 'A price is a decimal string: up to 9 digits, and up to 9 decimals';

/** A cache price that is not given is the input price: cached tokens are never free, or cheaper, by omission. Zero is free by intention. */
const FOLLOW_INPUT: readonly PriceComponent[] = ['cached_input', 'cache_write'];
const REQUIRED: ReadonlySet<PriceComponent> = new Set(['input', 'output']);

/** `field` is where the document stands in the request: `price`, `targets[0].cost`. */
export function recordPriceDocument(
  document: PriceDocument,
  field: string,
): { readonly recorded: RecordedPrice; readonly refusal?: never } | (Refused & { readonly recorded?: never }) {
  const { currency } = document;
  if (!isCurrency(currency)) return refuse('CURRENCY_UNKNOWN', `${currency} is no currency that the ledger keeps`, `${field}.currency`);
  const standard = readLevel(document, { field, required: REQUIRED, following: FOLLOW_INPUT });
  if (standard.refusal) return standard;
  const following = omitted(document, FOLLOW_INPUT);
  const tiered = readTiers(document.tiers, { field, following });
  if (tiered.refusal) return tiered;
  const served = readServiceTiers(document.service_tiers, field, following);
  if (served.refusal) return served;
  const units = [...standard.units, ...tiered.units, ...served.units];
  if (units.length > MAX_UNITS)
    return refuse('PRICE_INVALID', `${MAX_UNITS} amounts at most, defaults included: there are ${units.length}`, field);
  return { recorded: { currency, price: recordPrice(units) } };
}

/** One place where prices by component stand, and what they apply to. */
interface Level {
  readonly field: string;
  readonly aboveInputTokens?: number;
  readonly serviceTier?: string;
  readonly required?: ReadonlySet<PriceComponent>;
  /** What this level's input price stands for as well, where it is not given. */
  readonly following: readonly PriceComponent[];
}

function readLevel(prices: ComponentPrices, { field, required, following, ...conditions }: Level): Units {
  const units: UnitPrice[] = [];
  for (const [component, member] of PRICE_MEMBERS) {
    const text = prices[member] ?? (following.includes(component) ? prices.input_per_million : undefined);
    if (text == null && !required?.has(component)) continue;
    const perMillion = parseInputAmount(text);
    if (perMillion === undefined) return refuse('PRICE_INVALID', AMOUNT_RULE, `${field}.${member}`);
    units.push({ component, perMillion, ...conditions });
  }
  return { units };
}

/** What a tier omits costs what it costs below it. In the order of their thresholds, whatever order they were given in. */
function readTiers(tiers: unknown, level: Level): Units {
  if (tiers == null) return { units: [] };
  const field = `${level.field}.tiers`;
  if (!Array.isArray(tiers) || tiers.length > MAX_TIERS) return refuse('PRICE_INVALID', `An array of ${MAX_TIERS} tiers at most`, field);
  const read = new Map<number, readonly UnitPrice[]>();
  for (const [index, tier] of (tiers as readonly unknown[]).entries()) {
    const place = `${field}[${index}]`;
    const refusal = checkMembers(tier, place, ['above_input_tokens']);
    if (refusal) return refusal;
    const { above_input_tokens: above, ...prices } = tier as PriceTier;
    const threshold = `${place}.above_input_tokens`;
    if (!Number.isSafeInteger(above) || above < 1 || above > MAX_THRESHOLD)
      return refuse('PRICE_INVALID', `A whole number from 1 to ${MAX_THRESHOLD}`, threshold);
    if (read.has(above)) return refuse('PRICE_INVALID', `There is a tier above ${above} already`, threshold);
    const { units, refusal: bad } = readLevel(prices, { ...level, field: place, aboveInputTokens: above });
    if (bad) return { refusal: bad };
    if (units.length === 0) return refuse('PRICE_INVALID', 'A tier has at least one price', place);
    read.set(above, units);
  }
  return { units: [...read].sort(([a], [b]) => a - b).flatMap(([, units]) => units) };
}

/** What a service tier omits costs what it costs in the standard one. In the order of their names. */
function readServiceTiers(tiers: unknown, parent: string, following: readonly PriceComponent[]): Units {
  if (tiers == null) return { units: [] };
  const field = `${parent}.service_tiers`;
  const named = isObject(tiers) ? Object.entries(tiers).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  if (!isObject(tiers) || named.length > MAX_TIERS)
    return refuse('PRICE_INVALID', `An object of ${MAX_TIERS} service tiers at most`, field);
  const units: UnitPrice[] = [];
  for (const [serviceTier, prices] of named) {
    const place = `${field}.${serviceTier}`;
    if (!SERVICE_TIER.test(serviceTier))
      return refuse('PRICE_INVALID', 'A service tier is named by 1 to 32 lower case letters, digits and underscores', place);
    if (isStandardTier(serviceTier))
      return refuse('PRICE_INVALID', `${serviceTier} is how providers name what the prices without a service tier are for`, place);
    const refusal = checkMembers(prices, place, ['tiers']);
    if (refusal) return refusal;
    const level = { field: place, serviceTier, following };
    const own = readLevel(prices as ServiceTierPrices, level);
    if (own.refusal) return own;
    const tiered = readTiers((prices as ServiceTierPrices).tiers, { ...level, following: omitted(prices as ServiceTierPrices, following) });
    if (tiered.refusal) return tiered;
    if (own.units.length + tiered.units.length === 0) return refuse('PRICE_INVALID', 'A service tier has at least one price', place);
    units.push(...own.units, ...tiered.units);
  }
  return { units };
}

function omitted(prices: ComponentPrices, components: readonly PriceComponent[]): readonly PriceComponent[] {
  return PRICE_MEMBERS.filter(([component, member]) => components.includes(component) && prices[member] == null).map(
    ([component]) => component,
  );
}

const KNOWN: ReadonlySet<string> = new Set(PRICE_MEMBERS.map(([, member]) => member));

/** Names that hold no price would be prices that are never charged. */
function checkMembers(value: unknown, field: string, others: readonly string[]): Refused | undefined {
  if (!isObject(value)) return refuse('PRICE_INVALID', 'An object with prices', field);
  const unknown = Object.keys(value).find((member) => !KNOWN.has(member) && !others.includes(member));
  return unknown === undefined ? undefined : refuse('PRICE_INVALID', `${unknown} is not a known field`, `${field}.${unknown}`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
