import { takenBy, type Quotable, type RouteQuote, type RouteTaken } from './route-quote.js';

/** So many quotes a stream has at most: whatever a request says, what is kept of its account is bounded. Beyond, requests repeat everything. */
export const MAX_QUOTES = 1_000;

/** The quote by which a request goes, and what the request says of its plan beside. */
export interface QuotedRoute {
  readonly quote: RouteQuote;
  readonly taken: RouteTaken;
}

/** The quotes of one stream, in their order. */
export class QuotedRoutes implements Iterable<RouteQuote> {
  readonly #byRoute = new Map<number, RouteQuote>();
  /** By requested model, the newest last. */
  readonly #byModel = new Map<string, RouteQuote[]>();
  /** Of the request before: most are for what was just asked for, planned once, and are laid down behind being decided. */
  #last: (QuotedRoute & { readonly request: Quotable }) | undefined;

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
    this.#last = undefined;
    this.#byRoute.set(quote.route, quote);
    const alike = this.#byModel.get(quote.requested_model);
    if (alike) alike.push(quote);
    else this.#byModel.set(quote.requested_model, [quote]);
  }

  /** By which the request goes. */
  find(request: Quotable): QuotedRoute | undefined {
    if (this.#last && isAlike(this.#last.request, request)) return this.#last;
    const alike = this.#byModel.get(request.requested_model) ?? [];
    for (let index = alike.length - 1; index >= 0; index -= 1) {
      const quote = alike[index] as RouteQuote;
      const taken = takenBy(quote, request);
      if (!taken) continue;
      this.#last = { quote, taken, request };
      return this.#last;
    }
    return undefined;
  }

  [Symbol.iterator](): Iterator<RouteQuote> {
    return this.#byRoute.values();
  }
}

/** Plans and prices are made once and never changed. */
const isAlike = (a: Quotable, b: Quotable): boolean =>
  a.plan === b.plan && a.prices === b.prices && a.life === b.life && a.requested_model === b.requested_model;
