import { startSandbox } from '#sandbox';
import { type Sandbox } from '../../../libs/sandbox/sandbox.js';
import { GatewayProcess, removeDirectories } from '../gateway/gateway.process.js';
import { Installation } from '../gateway/installation.js';
import { Upstream } from '../upstream/upstream.js';
import type { ProviderAnswer } from '../upstream/provider-answer.js';
import { Access, type Ask, type Client, type Routing } from './clients/client.js';
import { expectBooks, type Ended, type LogRow } from './customer-books.js';

/** The built-in provider's models: the first speaks OpenAI's protocol upstream, the second Anthropic's. */
export const OPENAI_MODEL = 'openai/gpt-4.1-mini';
export const ANTHROPIC_MODEL = 'anthropic/claude-sandbox';
export const MODELS = [OPENAI_MODEL, ANTHROPIC_MODEL] as const;
const MODEL_OF = { openai: OPENAI_MODEL, anthropic: ANTHROPIC_MODEL } as const;
const LIMITED_MODEL_OF = { openai: 'limited/openai', anthropic: 'limited/anthropic' } as const;
const OTHER = { openai: 'anthropic', anthropic: 'openai' } as const;

/** The protocol of the provider that a client of this one is routed to. */
const upstreamOf = (protocol: Client['protocol'], routing: Routing) => (routing === 'same' ? protocol : OTHER[protocol]);
export const modelFor = (protocol: Client['protocol'], routing: Routing): string => MODEL_OF[upstreamOf(protocol, routing)];

const CREDIT = '1.00';
const LIMITED_FOR_MS = 1_000;
/** A question that a provider answers at the second time, and when it was asked. */
export interface LimitedOnce extends Ask {
  readonly waitMs: number;
  readonly askedAtMs: readonly number[];
}

/** A gateway with its built-in provider, and another one that limits its rate. */
export class SdkFixture {
  readonly modelIds: readonly string[] = [OPENAI_MODEL, ANTHROPIC_MODEL, 'tokenok-fast'];
  readonly #limited = new Map<string, number[]>();

  private constructor(
    readonly upstream: Upstream,
    private readonly sandbox: Sandbox,
    readonly installation: Installation,
  ) {}

  static async start(): Promise<SdkFixture> {
    const [upstream, sandbox] = await Promise.all([Upstream.start(), startSandbox()]);
    const installation = await Installation.start(upstream.baseUrl);
    const fixture = new SdkFixture(upstream, sandbox, installation);
    upstream.expect((response, received) => fixture.#limit(response, received));
    await installation.provider('limited-anthropic', upstream.baseUrl.replace(/\/v1$/, ''), 'anthropic');
    await installation.model(LIMITED_MODEL_OF.openai, [{ provider: 'acme', upstream_model: 'gpt-4.1-mini' }]);
    await installation.model(LIMITED_MODEL_OF.anthropic, [{ provider: 'limited-anthropic', upstream_model: 'claude-sandbox' }]);
    return fixture;
  }

  async stop(): Promise<void> {
    await this.installation.gateway.stop('SIGKILL');
    await Promise.all([this.upstream.stop(), this.sandbox.close()]);
    removeDirectories();
  }

  /** For a customer of its own, so that what the books say is of one test alone. */
  async access(credit: 'credit' | 'no credit' = 'credit'): Promise<Access> {
    const { key } = await this.installation.customer(credit === 'credit' ? CREDIT : undefined);
    return new Access(this.installation.url, key);
  }

  /** The next life on the same data directory, to read what the last one left. */
  async reopen(): Promise<void> {
    const { dataDir, url } = this.installation.gateway;
    this.installation.gateway = await GatewayProcess.start({ dataDir, port: Number(new URL(url).port) });
  }

  limitedOnce(protocol: Client['protocol'], routing: Routing): LimitedOnce {
    const prompt = `Limited ${this.#limited.size}.`;
    const askedAtMs: number[] = [];
    this.#limited.set(prompt, askedAtMs);
    return { model: LIMITED_MODEL_OF[upstreamOf(protocol, routing)], prompt, waitMs: LIMITED_FOR_MS, askedAtMs };
  }

  expectBooks(at: Access, statuses: readonly Ended[], credit = CREDIT): Promise<readonly LogRow[]> {
    return expectBooks(this.installation, at, statuses, credit);
  }

  /** Each question gets 429 at the first time, and the sandbox's answer from then on. */
  readonly #limit: ProviderAnswer = async (response, { body, path, headers }) => {
    const asked = JSON.stringify(body);
    const askedAtMs = [...this.#limited].find(([prompt]) => asked.includes(prompt))?.[1];
    askedAtMs?.push(performance.now());
    if (askedAtMs?.length === 1) {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': String(LIMITED_FOR_MS / 1_000) });
      response.end(JSON.stringify({ error: { message: 'Slow down', type: 'requests' } }));
      return;
    }
    const version = headers['anthropic-version'];
    const answer = await fetch(this.sandbox.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(typeof version === 'string' ? { 'anthropic-version': version } : {}) },
      body: asked,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };
}

export async function caught<T extends Error>(promise: PromiseLike<unknown>, kind: new (...args: never[]) => T): Promise<T> {
  const fault = await Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(kind);
  return fault as T;
}
