import { QuotedRoutes, placeOf } from '#ledger';

/** What the streams of the months that are open have quoted so far: a charge is rated by its own stream alone. */
export class StreamQuotes {
  readonly #accounts = new Map<string, { period: string; streams: Map<string, QuotedRoutes> }>();

  readonly #lost = new WeakSet<QuotedRoutes>();

  /** An event of this stream cannot be trusted: it may have been a quote, so who names one that is not known may be right. */
  lose(stream: string): void {
    const quotes = this.of(stream);
    if (quotes) this.#lost.add(quotes);
  }

  isLost(quotes: QuotedRoutes | undefined): boolean {
    return quotes !== undefined && this.#lost.has(quotes);
  }

  /** Undefined for a stream of anything else. What is behind an account's newest month is forgotten. */
  of(stream: string): QuotedRoutes | undefined {
    const place = placeOf(stream);
    if (!place) return undefined;
    let known = this.#accounts.get(place.account);
    if (!known || place.period > known.period) {
      known = { period: place.period, streams: new Map() };
      this.#accounts.set(place.account, known);
    }
    let quotes = known.streams.get(stream);
    if (!quotes) known.streams.set(stream, (quotes = new QuotedRoutes()));
    return quotes;
  }
}
