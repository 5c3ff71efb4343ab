import { DIRECT, takesPart, type StreamContender } from './contenders.js';
import { CHAT, EXCHANGES, type Exchange, type Script } from './exchange.js';
import type { StreamClient } from './stream-client.js';

const AT_ONCE: Script = 'first-0';
const SLOW: Script = 'first-300';
const PARALLEL = [1, 8, 64] as const;
/** Before anything counts: the compiler's work, and the connections. */
const WARM_UP_STREAMS = 600;

/** One scene of the measurement: so many requests, begun at the same instant. */
export interface FirstTokenScene {
  readonly exchange: Exchange;
  readonly script: Script;
  readonly parallel: number;
}

export const FIRST_TOKEN_SCENES: readonly FirstTokenScene[] = [
  ...EXCHANGES.flatMap((exchange) => PARALLEL.map((parallel) => ({ exchange, script: AT_ONCE, parallel }))),
  ...PARALLEL.map((parallel) => ({ exchange: CHAT, script: SLOW, parallel })),
];

export const FIRST_TOKEN_SCRIPTS: readonly Script[] = [AT_ONCE, SLOW];

export interface FirstTokens {
  readonly scene: FirstTokenScene;
  readonly contender: string;
  /** Milliseconds to the first token. The same index of another contender was measured within the same moment. */
  readonly ms: readonly number[];
  /** How many streams ended whole. */
  readonly answered: number;
}

/**
 * All contenders take turns, request by request (or handful by handful), so that whatever the machine does meanwhile touches all alike; who
 * begins changes from turn to turn. A stream is read to its end before the next one begins.
 */
export async function measureFirstTokens(
  client: StreamClient,
  contenders: readonly StreamContender[],
  scene: FirstTokenScene,
  seconds: number,
): Promise<readonly FirstTokens[]> {
  const taking = contenders
    .filter(({ name }) => name === DIRECT || takesPart(name, scene.exchange))
    .map(({ name, target }) => ({ name, target: target(scene.exchange, scene.script), ms: [] as number[] }));
  const until = performance.now() + seconds * 1_000;
  for (let turn = 0; turn < 3 || performance.now() < until; turn++) {
    for (let place = 0; place < taking.length; place++) {
      const { target, ms } = taking[(turn + place) % taking.length]!;
      const seen = await Promise.all(Array.from({ length: scene.parallel }, () => client.read(target)));
      ms.push(...seen.map(({ firstTokenMs }) => firstTokenMs));
    }
  }
  return taking.map(({ name, ms }) => ({ scene, contender: name, ms, answered: ms.length }));
}

/** Gives how many streams the gateway answered. */
export async function warmUp(client: StreamClient, contenders: readonly StreamContender[]): Promise<ReadonlyMap<string, number>> {
  const answered = new Map<string, number>();
  for (const { name, target } of contenders) {
    for (const exchange of EXCHANGES) {
      if (!takesPart(name, exchange)) continue;
      const found = target(exchange, AT_ONCE);
      for (let done = 0; done < WARM_UP_STREAMS; done += 8) await Promise.all(Array.from({ length: 8 }, () => client.read(found)));
      answered.set(name, (answered.get(name) ?? 0) + WARM_UP_STREAMS);
    }
  }
  return answered;
}
