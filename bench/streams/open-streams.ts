import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveBareProxy } from '../contenders/bare-proxy.contender.js';
import type { Stage } from '../contenders/contender.js';
import { launchTokenok, prepareCustomer } from '../contenders/tokenok.contender.js';
import { builtProgram, until, type Child } from '../harness/processes.js';
import { BARE, passingOn, prepareModels, TOKENOK } from './contenders.js';
import { CHAT, modelOf, PATHS, requestBody, type Script } from './exchange.js';
import { StreamClient, type StreamTarget } from './stream-client.js';

/** An origin is called over at most 4,096 connections, and an account has at most 2,000 requests in flight. */
export const OPEN_STREAMS = [1_000, 4_000] as const;
const STREAMS_PER_CUSTOMER = 1_000;
const SCRIPT: Script = 'silent';
/** Opened at a time: slower than that is a burst, which is another measurement. */
const AT_A_TIME = 50;
const REST_MS = 1_500;
const PROBE = builtProgram(new URL('./memory-probe.js', import.meta.url));
const NODE_ARGUMENTS = ['--expose-gc', '--import', PROBE];

/** Bytes, after garbage was collected. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

export interface OpenStreamsMemory {
  readonly contender: string;
  readonly idle: Memory;
  readonly open: readonly { readonly streams: number; readonly memory: Memory }[];
}

interface Probed {
  readonly child: Child;
  readonly file: string;
  /** One for each customer. */
  readonly targets: readonly StreamTarget[];
}

/** Processes of their own, so that nothing that a load has left behind is counted. */
export async function measureOpenStreams(stage: Stage, progress: (line: string) => void): Promise<readonly OpenStreamsMemory[]> {
  const contenders = [
    [TOKENOK, startTokenok],
    [BARE, startBare],
  ] as const;
  const measured: OpenStreamsMemory[] = [];
  for (const [name, start] of contenders) {
    const probed = await start(stage);
    const client = new StreamClient(Math.max(...OPEN_STREAMS));
    try {
      measured.push(await measure(name, probed, client, progress));
    } finally {
      await client.close();
      await probed.child.stop(15_000);
    }
  }
  return measured;
}

async function measure(
  contender: string,
  probed: Probed,
  client: StreamClient,
  progress: (line: string) => void,
): Promise<OpenStreamsMemory> {
  // What is made once, with the first streams, is no part of a stream.
  for (const close of await openStreams(client, probed.targets, 100)) close();
  await sleep(REST_MS * 2);
  const idle = await probe(probed);
  const open: { streams: number; memory: Memory }[] = [];
  let count = 0;
  for (const streams of OPEN_STREAMS) {
    progress(`${contender}: ${streams} open streams`);
    await openStreams(client, probed.targets, streams - count, count);
    count = streams;
    await sleep(REST_MS);
    open.push({ streams, memory: await probe(probed) });
  }
  return { contender, idle, open };
}

async function openStreams(client: StreamClient, targets: readonly StreamTarget[], count: number, from = 0): Promise<(() => void)[]> {
  const closers: (() => void)[] = [];
  for (let opened = 0; opened < count; opened += AT_A_TIME) {
    const many = Math.min(AT_A_TIME, count - opened);
    const target = targets[Math.floor((from + opened) / STREAMS_PER_CUSTOMER) % targets.length]!;
    closers.push(...(await Promise.all(Array.from({ length: many }, () => client.open(target)))));
  }
  return closers;
}

async function probe({ child, file }: Probed): Promise<Memory> {
  rmSync(file, { force: true });
  process.kill(child.group, 'SIGUSR2');
  const text = await until(child, 'told its memory', 30_000, () => Promise.resolve(existsSync(file) && readFileSync(file, 'utf8')));
  return JSON.parse(text) as Memory;
}

async function startTokenok({ processes, upstream }: Stage): Promise<Probed> {
  const file = join(processes.workspace, 'tokenok-memory.json');
  const { child, origin, admin } = await launchTokenok({ processes }, 'tokenok-memory', {
    variables: { BENCH_MEMORY_FILE: file },
    nodeArguments: NODE_ARGUMENTS,
  });
  await prepareModels(admin, upstream, SCRIPT);
  const body = requestBody(CHAT.client, modelOf(SCRIPT, CHAT.protocol), true);
  const targets: StreamTarget[] = [];
  for (let customer = 0; customer < Math.max(...OPEN_STREAMS) / STREAMS_PER_CUSTOMER; customer++) {
    const { key } = await prepareCustomer(admin);
    targets.push({ origin, path: PATHS[CHAT.client], headers: { authorization: `Bearer ${key}` }, body });
  }
  return { child, file, targets };
}

async function startBare(stage: Stage): Promise<Probed> {
  const file = join(stage.processes.workspace, 'bare-memory.json');
  const env = { BENCH_MEMORY_FILE: file, BENCH_CONNECTIONS: '4096' };
  const { child, origin } = await serveBareProxy(stage, { nodeArguments: NODE_ARGUMENTS, env });
  return { child, file, targets: [passingOn(BARE, child, origin).target(CHAT, SCRIPT)] };
}
