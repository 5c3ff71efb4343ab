import { takenBy, type Quotable, type RouteQuote } from './route-quote.js';

/** So many quotes a stream has at most: whatever a request says, what is kept of its account is bounded. Beyond, requests repeat everything. */
export const MAX_QUOTES = 1_000;

/** The quotes of one stream, in their order. */
export class QuotedRoutes implements Iterable<RouteQuote> {
  readonly #byRoute = new Map<number, RouteQuote>();
  /** By requested model, the newest last. */
  readonly #byModel = new Map<string, RouteQuote[]>();

  get size(): number {
    return this.#byRoute.size;
  }

  get isFull(): boolean {
    return this.size >= MAX_QUOTES;
  }

  get(route: number): RouteQuote | undefined {
    return this.#byRoute.get(route);
  }

  add(quote: RouteQuote): void {
    this.#byRoute.set(quote.route, quote);
    const alike = this.#byModel.get(quote.requested_model);
    if (alike) alike.push(quote);
    else this.#byModel.set(quote.requested_model, [quote]);
  }

  /** By which the request goes. */
  find(request: Quotable): RouteQuote | undefined {
    return this.#byModel.get(request.requested_model)?.findLast((quote) => takenBy(quote, request) !== undefined);
  }

  [Symbol.iterator](): Iterator<RouteQuote> {
    return this.#byRoute.values();
  }
}
