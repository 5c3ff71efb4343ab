import { cpuMs, settle } from '../harness/process-cpu.js';
import type { StreamContender } from './contenders.js';
import { streamedAnswer } from '../payloads/provider-answers.js';
import type { Exchange, Script } from './exchange.js';
import type { StreamClient, StreamTarget } from './stream-client.js';

export const PARALLEL_STREAMS = 256;
export const DELTAS_PER_STREAM = 200;
export const THROUGHPUT_SCRIPT: Script = `deltas-${DELTAS_PER_STREAM}`;
/** Requests that are no streams, as many at once as the bench of the gateway has connections. */
export const PARALLEL_PLAIN = 32;

const SETTLE_MS = 20_000;

/** One load of one contender. Processor time is that of its own processes, work behind the answers included; undefined without /proc. */
export interface StreamLoad {
  readonly contender: string;
  readonly exchange: Exchange;
  readonly kind: 'stream' | 'plain';
  readonly answered: number;
  readonly perSecond: number;
  /** Of what reached the client. */
  readonly megabytesPerSecond: number;
  readonly cpuUs: number | undefined;
}

/** The provider's events of one stream of this script. */
export function eventsPerStream({ protocol }: Exchange): number {
  const { first, deltas, end } = streamedAnswer(protocol, DELTAS_PER_STREAM);
  return first.split('\n\n').length - 1 + deltas.length + end.length;
}

/** Answers the same request again and again, `parallel` at a time; the unit of the result is an event of a stream, or a plain answer. */
export async function measureLoad(
  client: StreamClient,
  { name, process, target }: StreamContender,
  exchange: Exchange,
  kind: StreamLoad['kind'],
  seconds: number,
): Promise<StreamLoad> {
  const isStream = kind === 'stream';
  const found = target(exchange, THROUGHPUT_SCRIPT, isStream);
  const cpuBefore = cpuMs(process.group);
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const load = await Promise.all(
    Array.from({ length: isStream ? PARALLEL_STREAMS : PARALLEL_PLAIN }, () => askUntil(client, found, isStream, until)),
  );
  const elapsed = (performance.now() - startedAt) / 1_000;
  await settle(process.group, SETTLE_MS);
  const cpuAfter = cpuMs(process.group);
  const answered = load.reduce((sum, each) => sum + each.answered, 0);
  const bytes = load.reduce((sum, each) => sum + each.bytes, 0);
  const units = answered * (isStream ? eventsPerStream(exchange) : 1);
  return {
    contender: name,
    exchange,
    kind,
    answered,
    perSecond: units / elapsed,
    megabytesPerSecond: bytes / 1e6 / elapsed,
    cpuUs: cpuBefore === undefined || cpuAfter === undefined ? undefined : ((cpuAfter - cpuBefore) * 1_000) / units,
  };
}

async function askUntil(
  client: StreamClient,
  target: StreamTarget,
  isStream: boolean,
  until: number,
): Promise<{ answered: number; bytes: number }> {
  let answered = 0;
  let bytes = 0;
  while (performance.now() < until) {
    bytes += (isStream ? await client.read(target) : await client.readPlain(target)).bytes;
    answered += 1;
  }
  return { answered, bytes };
}
