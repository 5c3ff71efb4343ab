import type { WireApi } from '#wire';

const FORGOTTEN_AFTER_MS = 5 * 60_000;
const MOST_REMEMBERED = 1_000;

/**
 * Routes that a provider turned out not to have although its protocol has them: many servers that speak OpenAI's protocol know Chat Completions and
 * not Responses. In memory and for some minutes only, since a provider is updated without telling us.
 */
export class MissingRoutes {
  private readonly until = new Map<string, number>();

  /** `now`: milliseconds since the epoch. */
  constructor(private readonly now: () => number) {}

  /** `place` names the provider and its address: a provider that moved is another one. */
  note(place: string, api: WireApi): void {
    const key = keyOf(place, api);
    this.until.delete(key);
    this.until.set(key, this.now() + FORGOTTEN_AFTER_MS);
    const [oldest] = this.until.keys();
    if (this.until.size > MOST_REMEMBERED && oldest !== undefined) this.until.delete(oldest);
  }

  /** Nearly always: then nobody has to say which it would be. */
  get isEmpty(): boolean {
    return this.until.size === 0;
  }

  has(place: string, api: WireApi): boolean {
    const key = keyOf(place, api);
    const until = this.until.get(key);
    if (until === undefined) return false;
    if (until > this.now()) return true;
    this.until.delete(key);
    return false;
  }
}

const keyOf = (place: string, api: WireApi): string => `${api} ${place}`;
