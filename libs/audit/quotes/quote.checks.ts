import { MAX_QUOTES, byName, deadlineBy, type AccountEventData, type Hold, type QuotedRoutes, type RouteQuote } from '#ledger';
import { BASE_COMPONENTS } from '#money';

/** A quote says its own place, once, and prices for all that it names. */
export function checkQuoted(quote: RouteQuote, quotes: QuotedRoutes, revision: bigint): string | undefined {
  const { targets, prices, deadline_ms, rounding, markup_ppm } = quote;
  if (BigInt(quote.route) !== revision) return `says that it is route ${quote.route}`;
  if (quotes.size >= MAX_QUOTES) return `is quoted behind ${quotes.size} others, the most that a stream has`;
  if (targets.length === 0 || targets.some((target, index) => index > 0 && byName(targets[index - 1] ?? target, target) >= 0))
    return 'does not name its targets once each, in the order of their names';
  if (!Number.isSafeInteger(deadline_ms) || deadline_ms <= 0) return `has a deadline of ${deadline_ms} ms`;
  if (rounding !== 'half_even' || !Number.isSafeInteger(markup_ppm) || markup_ppm < 0) return 'rounds or marks up as no charge is';
  const versions = new Set(targets.map(({ price_version }) => price_version));
  if (versions.size !== Object.keys(prices).length) return 'has prices of other versions than its targets';
  for (const version of versions) {
    const missing = BASE_COMPONENTS.find((base) => !prices[version]?.some(([component, , ...when]) => component === base && !when.length));
    if (missing) return `has no price for ${missing} tokens by ${version}`;
  }
  for (const other of quotes) if (isSame(other, quote)) return `says again what route ${other.route} says`;
  return undefined;
}

function isSame(a: RouteQuote, b: RouteQuote): boolean {
  if (a.life !== b.life || a.requested_model !== b.requested_model) return false;
  return JSON.stringify({ ...a, route: 0 }) === JSON.stringify({ ...b, route: 0 });
}

/** What a compact event does not say because it follows. Whoever said it all the same could say two things. */
const FOLLOWING: Readonly<Record<string, readonly string[]>> = {
  RequestRouted: ['key', 'life', 'plan', 'prices', 'request', 'requested_model'] satisfies (keyof AccountEventData['RequestRouted'])[],
  TokensMetered: [
    'cost',
    'extra',
    'markup_ppm',
    'model',
    'numerator',
    'price',
    'price_version',
    'provider',
    'rated',
    'request',
    'rounding',
    'uncollected',
    'upstream_model',
  ] satisfies (keyof AccountEventData['TokensMetered'])[],
};

/** Of the data as they are recorded, of an event that took effect then. A hold that had to wait says its deadline, which does not follow. */
export function checkCompact(type: string, data: object, quote: RouteQuote | undefined, at: string): string | undefined {
  const follows = quote !== undefined && 'deadline' in data && data.deadline === deadlineBy(quote, at);
  const said = follows ? 'deadline' : FOLLOWING[type]?.find((member) => member in data);
  return said === undefined ? undefined : `names a route, and says ${said} all the same`;
}

/** A charge goes by the quote of its hold. `route`: as recorded; undefined where it repeats everything. */
export function checkRoute(route: number | undefined, hold: Hold): string | undefined {
  if (route === undefined || route === hold.route) return undefined;
  return `goes by route ${route}, and its hold ${hold.route === undefined ? 'by none of its stream' : `by route ${hold.route}`}`;
}
