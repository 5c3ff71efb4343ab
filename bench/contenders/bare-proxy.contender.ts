import { fileURLToPath } from 'node:url';
import { freePort, untilListening, type Child } from '../harness/processes.js';
import { ownTargets, type Contender, type Stage } from './contender.js';

const START_MS = 10_000;

export async function startBareProxy(stage: Stage): Promise<Contender> {
  const { child, origin } = await serveBareProxy(stage);
  return { name: 'bare Nest + undici', targets: ownTargets(origin), process: child };
}

export interface BareProxyOptions {
  readonly nodeArguments?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export async function serveBareProxy(
  { processes, upstream }: Stage,
  { nodeArguments = [], env }: BareProxyOptions = {},
): Promise<{ readonly child: Child; readonly origin: string }> {
  const port = await freePort();
  const program = fileURLToPath(new URL('./bare-proxy.js', import.meta.url));
  const variables = { ...process.env, ...env, PORT: String(port), BENCH_UPSTREAM: upstream };
  const child = await processes.start('bare-proxy', process.execPath, [...nodeArguments, program], { env: variables });
  await untilListening(child, port, START_MS);
  return { child, origin: `http://127.0.0.1:${port}` };
}
