import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until, type Child } from '../harness/processes.js';
import { checkBooks } from './books.js';
import { gatewayTargets, type Contender, type EventLoopDelay, type Stage } from './contender.js';
import { EXCHANGES } from '../payloads/loads.js';
import { CREDIT, PRICE, UPSTREAM_MODEL } from '../payloads/payload.js';
import { TokenokApi } from './tokenok.api.js';

const START_MS = 30_000;
/** What /metrics samples the event loop at: its values contain this interval, the delay is what is above it. */
const SAMPLING_MS = 10;
/** From `dist/bench/contenders`: the bench is run built. */
const HERE = fileURLToPath(new URL('../../..', import.meta.url));
/** What a person's shell may have set for their own gateway is not for this one. */
const OWN_VARIABLES = /^(TOKENOK_|STRIPE_|EVENTSTORE_URL$|MONGODB_URL$|PORT$|HOST$|NODE_OPTIONS$)/;

/** The gateway as `npm start` runs it, on a data directory of its own, with a customer who can pay for every load. */
export function startTokenok(stage: Stage, options: LaunchOptions = {}): Promise<Contender> {
  return serveTokenok(stage, 'tokenok', { name: TOKENOK }, options);
}

/** The same of another checkout that is built. */
export function startTokenokOf(checkout: string): (stage: Stage) => Promise<Contender> {
  return (stage) => serveTokenok(stage, 'tokenok-there', { name: THERE }, { checkout });
}

export const TOKENOK = 'Tokenok, billing on';
export const THERE = 'Tokenok of the other checkout';

export async function serveTokenok(
  stage: Stage,
  processName: string,
  contender: Pick<Contender, 'name' | 'beside' | 'close'>,
  options: LaunchOptions = {},
): Promise<Contender> {
  const { child, origin, admin } = await launchTokenok(stage, processName, options);
  await prepareModels(admin, stage.upstream);
  const customer = await prepareCustomer(admin);
  return {
    ...contender,
    process: child,
    targets: gatewayTargets(origin, { authorization: `Bearer ${customer.key}` }),
    eventLoopDelayMs: () => readEventLoopDelay(origin),
    checkBooks: (seen) => checkBooks(admin, admin.as(customer.key), seen),
  };
}

export interface LaunchOptions {
  /** Set beside those that every gateway of the bench has. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  /** Whose gateway it is: the folder of a checkout that is built; by default this one. */
  readonly checkout?: string;
}

export interface LaunchedTokenok {
  readonly child: Child;
  readonly origin: string;
  readonly admin: TokenokApi;
  readonly dataDir: string;
}

/** A gateway on a data directory of its own that is ready, and has nothing in it yet. */
export async function launchTokenok(
  { processes }: Pick<Stage, 'processes'>,
  processName: string,
  { variables = {}, nodeArguments = [], checkout = HERE }: LaunchOptions = {},
): Promise<LaunchedTokenok> {
  const program = join(checkout, 'dist/apps/gateway/main.js');
  if (!existsSync(program)) throw new Error(`${program} does not exist: build first`);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const adminToken = randomBytes(24).toString('hex');
  const dataDir = join(processes.workspace, `${processName}-data`);
  const env = { ...inherited(), PORT: String(port), TOKENOK_ADMIN_TOKEN: adminToken, TOKENOK_DATA_DIR: dataDir, ...variables };
  const child = await processes.start(processName, process.execPath, [...nodeArguments, program], { env, cwd: checkout });
  await until(child, 'is ready', START_MS, () => isReady(origin));
  return { child, origin, admin: new TokenokApi(origin, adminToken), dataDir };
}

/** The bench's own environment without what a person has set for a gateway of theirs. */
export function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN_VARIABLES.test(name)));
}

/** The data directory's lock and the profile are only complete after an orderly end: ten seconds to drain, and some to settle. */
export async function stopTokenok(gateway: Child): Promise<void> {
  await gateway.stop(15_000);
}

/** One for each kind of answer, at a provider of its own. */
export async function prepareModels(admin: TokenokApi, upstream: string): Promise<void> {
  for (const [provider, { model, protocol, basePath }] of Object.entries(EXCHANGES)) {
    await admin.write('PUT', `/admin/providers/${provider}`, { protocol, base_url: upstream + basePath, api_key: 'sk-bench' });
    await admin.write('PUT', `/admin/models/${model}`, {
      targets: [{ provider, upstream_model: UPSTREAM_MODEL }],
      price: PRICE,
      context_window: 128_000,
      max_output_tokens: 4_096,
    });
  }
}

/** One who can pay for every load. */
export async function prepareCustomer(admin: TokenokApi): Promise<{ readonly key: string }> {
  const { id } = await admin.write<{ id: string }>('POST', '/admin/customers', {
    name: 'Bench',
    email: `bench-${randomBytes(4).toString('hex')}@example.com`,
    currency: PRICE.currency,
  });
  const { key } = await admin.write<{ key: string }>('POST', `/admin/customers/${id}/api-keys`, {
    name: 'load',
    scopes: ['inference', 'billing:read'],
  });
  await admin.write('POST', `/admin/customers/${id}/credits`, { amount: CREDIT, reason: 'bench' }, { 'idempotency-key': `bench-${id}` });
  return { key };
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** The histogram behind /metrics begins anew each time it is read. Undefined where /metrics does not have it. */
async function readEventLoopDelay(origin: string): Promise<EventLoopDelay | undefined> {
  const response = await fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  const read = (statistic: string): number => {
    const value = new RegExp(`^nodejs_eventloop_lag_${statistic}_seconds ([0-9.e+-]+)$`, 'm').exec(text)?.[1];
    return value === undefined ? Number.NaN : Math.max(0, Number(value) * 1_000 - SAMPLING_MS);
  };
  const delay = { meanMs: read('mean'), p99Ms: read('p99'), maxMs: read('max') };
  return response.ok && Number.isFinite(delay.p99Ms) ? delay : undefined;
}
