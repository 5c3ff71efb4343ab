import { divideHalfEven, formatAmount, parseAmount } from '#money';
import type { AccountEventData } from '../account/account.events.js';
import { posted } from '../account/entry.js';
import { tokensOf } from './usage-record.js';

const DENOMINATOR = 1_000_000_000_000n;

/**
 * Rates a charge again from what its own event holds, without the catalog. Undefined when all holds; else what does not.
 */
export function rerate(metered: AccountEventData['TokensMetered']): string | undefined {
  const tokens = tokensOf(metered.usage);
  const units = new Map(metered.price.map(([component, perMillion]) => [component, parseAmount(perMillion)]));
  let sum = 0n;
  for (const [component, count] of Object.entries(tokens)) {
    const unit = units.get(component as keyof typeof tokens);
    if (count < 0) return `${component} tokens come to ${count}: a part exceeds its whole`;
    if (count > 0 && unit === undefined) return `no unit price for ${count} ${component} tokens`;
    sum += BigInt(count) * (unit ?? 0n);
  }
  const numerator = sum * (1_000_000n + BigInt(metered.markup_ppm));
  if (numerator !== BigInt(metered.numerator)) return `numerator should be ${numerator}`;
  const rated = divideHalfEven(numerator, DENOMINATOR);
  if (rated !== parseAmount(metered.rated)) return `rated should be ${formatAmount(rated)}`;
  if (parseAmount(metered.charge) + parseAmount(metered.uncollected) !== rated) return 'charge and uncollected do not add up to rated';
  return chargeInEntry(metered) === parseAmount(metered.charge) ? undefined : 'the entry posts another charge';
}

/** Revenue and promo contra of the entry: what the journal says was taken. Costs never touch these accounts. */
function chargeInEntry({ entry }: AccountEventData['TokensMetered']): bigint {
  const currencies = Object.keys(entry) as (keyof typeof entry)[];
  return currencies.reduce((sum, currency) => sum - posted(entry, currency, '4000') - posted(entry, currency, '1990'), 0n);
}
