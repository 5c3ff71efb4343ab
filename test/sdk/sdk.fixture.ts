import type { Books } from '../gateway/books.js';
import { removeDirectories } from '../gateway/gateway.process.js';
import { Installation, type Customer } from '../gateway/installation.js';
import { Upstream } from '../upstream/upstream.js';

/** The built-in provider's models: the first speaks OpenAI's protocol upstream, the second Anthropic's. */
export const OPENAI_MODEL = 'openai/gpt-4.1-mini';
export const ANTHROPIC_MODEL = 'anthropic/claude-sandbox';
export const MODELS = [OPENAI_MODEL, ANTHROPIC_MODEL] as const;

/** One red pixel. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';
export const CITY = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
};

/** A gateway, a provider that does what it is told, and a customer with credit. */
export class SdkFixture {
  private constructor(
    readonly upstream: Upstream,
    readonly installation: Installation,
    readonly customer: Customer,
    readonly poor: Customer,
  ) {}

  static async start(): Promise<SdkFixture> {
    const upstream = await Upstream.start();
    const installation = await Installation.start(upstream.baseUrl);
    return new SdkFixture(upstream, installation, await installation.customer('5.00'), await installation.customer());
  }

  async stop(): Promise<void> {
    await this.installation.gateway.stop('SIGKILL');
    await this.upstream.stop();
    removeDirectories();
  }

  /** Settled, with nothing open and nothing wrong. */
  async settled(request: string | null | undefined): Promise<Books> {
    const books = await this.installation.booksWhen((read) => read.ends.has(String(request)), 3_000);
    expect(books.ends.has(String(request))).toBe(true);
    expect(books.openHolds).toEqual([]);
    expect(books.violations).toEqual([]);
    return books;
  }

  /** Of the request that ended last. */
  async lastEnd(before: number) {
    const books = await this.installation.booksWhen((read) => read.ends.size > before && read.openHolds.length === 0, 4_000);
    expect(books.openHolds).toEqual([]);
    expect(books.violations).toEqual([]);
    return [...books.ends.values()].at(-1);
  }
}

export async function caught<T extends Error>(promise: PromiseLike<unknown>, kind: new (...args: never[]) => T): Promise<T> {
  const fault = await Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(kind);
  return fault as T;
}
