import { randomUUID } from 'node:crypto';
import { AdminClient } from './admin-client.js';
import { Books } from './books.js';
import { GatewayProcess, type GatewayOptions } from './gateway.process.js';
import { call, type Answer, type Call } from './http.js';
import { PATIENCE_MS } from './until.js';

/** Whole nanos for every token, so that a test can tell a charge by heart: one input token is 1,000 nanos, one of output 4,000. */
export const PRICE = { currency: 'USD', input_per_million: '1.00', cached_input_per_million: '0.25', output_per_million: '4.00' };
export const MODEL = 'acme/large';

export interface Customer {
  readonly id: string;
  readonly account: string;
  readonly key: string;
}

interface Target {
  readonly provider: string;
  readonly upstream_model: string;
  readonly priority?: number;
  readonly cost?: object;
  readonly traits?: object;
}

export type ChatBody = Readonly<Record<string, unknown>>;

/** A running gateway and what its operator did to it over HTTP. */
export class Installation {
  readonly admin: AdminClient;

  private constructor(public gateway: GatewayProcess) {
    this.admin = new AdminClient(gateway.url, () => this.gateway.err.slice(-2_000));
  }

  /** What one gateway of several does for its operator. */
  static on(gateway: GatewayProcess): Installation {
    return new Installation(gateway);
  }

  /** A gateway with one provider at this address and one model on it. */
  static async start(baseUrl: string, options: GatewayOptions = {}): Promise<Installation> {
    const installation = new Installation(await GatewayProcess.start(options));
    await installation.offer(baseUrl);
    return installation;
  }

  /** One model on one provider at this address. */
  async offer(baseUrl: string): Promise<void> {
    await this.provider('acme', baseUrl);
    await this.model(MODEL, [{ provider: 'acme', upstream_model: 'acme-large-2026' }]);
  }

  get url(): string {
    return this.gateway.url;
  }

  async provider(id: string, baseUrl: string, protocol: 'openai' | 'anthropic' = 'openai'): Promise<void> {
    await this.admin.send('PUT', `/admin/providers/${id}`, { protocol, base_url: baseUrl, api_key: 'sk-upstream' });
  }

  async model(
    id: string,
    targets: readonly Target[],
    facts: object = { context_window: 128_000, default_output_tokens: 256 },
  ): Promise<void> {
    await this.admin.send('PUT', `/admin/models/${id}`, { targets, price: PRICE, ...facts });
  }

  /** With credit, unless the amount is left out. */
  async customer(credit?: string): Promise<Customer> {
    const made = await this.admin.send('POST', '/admin/customers', { name: 'E2E', email: `${randomUUID()}@example.com`, currency: 'USD' });
    const { id } = made.json<{ id: string }>();
    const { key } = (await this.admin.send('POST', `/admin/customers/${id}/api-keys`, { name: 'e2e' })).json<{ key: string }>();
    if (credit !== undefined) await this.credit(id, credit);
    return { id, key, account: await this.accountOf(id) };
  }

  async credit(customer: string, amount: string, idempotencyKey: string = randomUUID()): Promise<Answer> {
    const body = { amount, reason: 'End-to-end test' };
    return this.admin.send('POST', `/admin/customers/${customer}/credits`, body, { 'idempotency-key': idempotencyKey });
  }

  chat({ key }: Pick<Customer, 'key'>, body: ChatBody, watch: Pick<Call, 'onSent' | 'onChunk'> = {}): Promise<Answer> {
    const url = `${this.url}/v1/chat/completions`;
    return call({ method: 'POST', url, headers: { authorization: `Bearer ${key}` }, body, ...watch });
  }

  async me<T>({ key }: Pick<Customer, 'key'>, path: string): Promise<T> {
    const answer = await call({ method: 'GET', url: this.url + path, headers: { authorization: `Bearer ${key}` } });
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
    return answer.json<T>();
  }

  /** The whole event log, folded and checked. */
  books(): Promise<Books> {
    return new Books().follow(this.admin);
  }

  /** Waits until the log holds so much that `enough` is content, for what ends after its client has gone; gives it in any case. */
  async booksWhen(enough: (books: Books) => boolean): Promise<Books> {
    const books = new Books();
    for (const giveUpAt = performance.now() + PATIENCE_MS; ;) {
      await books.follow(this.admin);
      if (enough(books) || performance.now() > giveUpAt) return books;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  private async accountOf(customer: string): Promise<string> {
    const { account } = await this.admin.get<{ account: string }>(`/admin/customers/${customer}`);
    return account;
  }
}

/** One user message; what else the request says comes in `more`. */
export function say(content: string, more: ChatBody = {}): ChatBody {
  return { model: MODEL, messages: [{ role: 'user', content }], ...more };
}
