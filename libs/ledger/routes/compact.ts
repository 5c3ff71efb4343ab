import type { AccountEvent, AccountEventData } from '../account/account.events.js';
import type { Account } from '../account/account.state.js';
import { compactMetered, expandMetered, type CompactMetered } from './compact-metered.js';
import { compactRouted, expandRouted, type CompactOrigin, type CompactRouted } from './compact-routed.js';
import { quoteOf, type RouteQuote } from '../account/route-quote.js';

/** Where the quotes of a stream are looked up by their revision. */
export interface Quotes {
  get(route: number): RouteQuote | undefined;
}

/** An event of a decision, and its data as they are recorded. */
export interface FiledEvent {
  readonly event: AccountEvent;
  readonly data: AccountEventData[AccountEvent['type']] | CompactRouted | CompactMetered;
}

type Origin = Pick<CompactOrigin, 'actor' | 'cause'>;

/**
 * Lays down what was decided as it is recorded: events of requests in their compact shape where their stream quotes the route, with the quote
 * before the first request that goes by it. Whatever is unusual repeats everything. `next` is the revision of the first of them; the account is as
 * it was decided on.
 */
export function file(events: readonly AccountEvent[], account: Account, next: bigint, origin: Origin): readonly FiledEvent[] {
  const filed: FiledEvent[] = [];
  for (const event of events) {
    const quote = quoteFor(event, account, next + BigInt(filed.length), origin);
    if (quote && !account.quotes.get(quote.route)) filed.push({ event: { type: 'RouteQuoted', at: event.at, data: quote }, data: quote });
    filed.push({ event, data: (quote && compact(event, quote, origin)) ?? event.data });
  }
  return filed;
}

/** The quote that an event of a request can name; one that is not in its stream yet goes right before it. */
function quoteFor(event: AccountEvent, account: Account, revision: bigint, origin: Origin): RouteQuote | undefined {
  if (event.type === 'TokensMetered') {
    const route = account.holds.get(event.data.request)?.route;
    return route === undefined ? undefined : account.quotes.get(route);
  }
  if (event.type !== 'RequestRouted') return undefined;
  const found = account.quotes.find(event.data)?.quote;
  if (found || account.quotes.isFull) return found;
  const quote = quoteOf(event.data, event.at, Number(revision));
  return quote && compact(event, quote, origin) ? quote : undefined;
}

/** The data of a request's event as its stream keeps them where it has the quote; undefined where they would not read as they are. */
export function compact(event: AccountEvent, quote: RouteQuote, origin: Origin): CompactRouted | CompactMetered | undefined {
  if (event.type === 'RequestRouted') return compactRouted(event.data, quote, { ...origin, at: event.at });
  return event.type === 'TokensMetered' ? compactMetered(event.data, quote, origin) : undefined;
}

const NO_ROUTE = -1;

/** What names a quote is in the compact shape: `route` of a RequestRouted or TokensMetered. */
export function routeNamed(type: string, data: unknown): number | undefined {
  if (type !== 'RequestRouted' && type !== 'TokensMetered') return undefined;
  const { route } = data as { readonly route?: unknown };
  return route === undefined || typeof route === 'number' ? route : NO_ROUTE;
}

/** As the event would say it by itself. Throws for what cannot follow from the quote. */
export function expand(type: string, data: unknown, quote: RouteQuote, origin: CompactOrigin): object {
  return type === 'RequestRouted'
    ? expandRouted(data as CompactRouted, quote, origin)
    : expandMetered(data as CompactMetered, quote, origin);
}
