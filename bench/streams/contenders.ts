import { serveBareProxy } from '../contenders/bare-proxy.contender.js';
import { checkBooks } from '../contenders/books.js';
import type { BooksCheck, Seen, Stage } from '../contenders/contender.js';
import { serveNginxProxy } from '../contenders/nginx.js';
import { PRICE, UPSTREAM_MODEL, type Protocol } from '../payloads/payload.js';
import { launchTokenok, prepareCustomer } from '../contenders/tokenok.contender.js';
import type { TokenokApi } from '../contenders/tokenok.api.js';
import { builtProgram, freePort, untilListening, type Child, type Processes } from '../harness/processes.js';
import { modelOf, OWN_ROUTE, PATHS, requestBody, type Exchange, type Script } from './exchange.js';
import type { StreamTarget } from './stream-client.js';

const START_MS = 10_000;
const PROVIDER = builtProgram(new URL('./provider.js', import.meta.url));

/** Something through which the provider's streams can be had. */
export interface StreamContender {
  readonly name: string;
  readonly process: Child;
  readonly target: (exchange: Exchange, script: Script, stream?: boolean) => StreamTarget;
}

export interface TokenokStreams extends StreamContender {
  readonly dataDir: string;
  readonly checkBooks: (seen: Seen) => Promise<BooksCheck>;
}

export async function startProvider(processes: Processes): Promise<{ readonly child: Child; readonly origin: string }> {
  const port = await freePort();
  const child = await processes.start('provider', process.execPath, [PROVIDER], { env: { ...process.env, PORT: String(port) } });
  await untilListening(child, port, START_MS);
  return { child, origin: `http://127.0.0.1:${port}` };
}

export const DIRECT = 'direct';
export const TOKENOK = 'Tokenok, billing on';
export const BARE = 'bare Nest + undici';
export const NGINX = 'nginx proxy';

/** What only passes bytes on says nothing of a translation. */
export function takesPart(contender: string, { client, protocol }: Exchange): boolean {
  return contender === TOKENOK || client === OWN_ROUTE[protocol];
}

/** The provider itself, and what only passes its bytes on: they are asked by the provider's own route. */
export function passingOn(name: string, child: Child, origin: string): StreamContender {
  return {
    name,
    process: child,
    target: ({ protocol }, script, stream = true) => {
      const route = OWN_ROUTE[protocol];
      return { origin, path: `/${script}${PATHS[route]}`, headers: {}, body: requestBody(route, UPSTREAM_MODEL, stream) };
    },
  };
}

export async function startBare(stage: Stage): Promise<StreamContender> {
  const { child, origin } = await serveBareProxy(stage, { env: { BENCH_CONNECTIONS: '4096' } });
  return passingOn(BARE, child, origin);
}

export async function startNginx(stage: Stage): Promise<StreamContender> {
  const { child, origin } = await serveNginxProxy(stage, 'proxy_buffering off;');
  return passingOn(NGINX, child, origin);
}

/** The gateway as `npm start` runs it, with a model for each script and protocol, and a customer who can pay. */
export async function startTokenok(
  stage: Stage,
  scripts: readonly Script[],
  nodeArguments: readonly string[] = [],
): Promise<TokenokStreams> {
  const { child, origin, admin, dataDir } = await launchTokenok(stage, 'tokenok', { nodeArguments });
  for (const script of scripts) await prepareModels(admin, stage.upstream, script);
  const { key } = await prepareCustomer(admin);
  return {
    name: TOKENOK,
    process: child,
    dataDir,
    target: ({ client, protocol }, script, stream = true) => ({
      origin,
      path: PATHS[client],
      headers: { authorization: `Bearer ${key}` },
      body: requestBody(client, modelOf(script, protocol), stream),
    }),
    checkBooks: (seen) => checkBooks(admin, admin.as(key), seen),
  };
}

export async function prepareModels(admin: TokenokApi, upstream: string, script: Script): Promise<void> {
  for (const protocol of ['openai', 'anthropic'] satisfies Protocol[]) {
    const provider = `${script}-${protocol}`;
    // As each protocol's SDK takes it: with /v1 for openai, without for anthropic.
    const baseUrl = `${upstream}/${script}${protocol === 'openai' ? '/v1' : ''}`;
    await admin.write('PUT', `/admin/providers/${provider}`, { protocol, base_url: baseUrl, api_key: 'sk-bench' });
    await admin.write('PUT', `/admin/models/${modelOf(script, protocol)}`, {
      targets: [{ provider, upstream_model: UPSTREAM_MODEL }],
      price: PRICE,
      context_window: 128_000,
      max_output_tokens: 4_096,
    });
  }
}
