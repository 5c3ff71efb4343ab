import { setTimeout as sleep } from 'node:timers/promises';
import { ROUTINGS, type Access, type Client, type Failure } from './clients/client.js';
import { NODE_CLIENTS } from './clients/index.js';
import { expectRaised } from './raised.js';
import { modelFor } from './sdk-scene.js';

const BEGUN_WITHIN_MS = 20_000;
/** For words behind the headers: an SDK may take an error that comes first for a failed request. */
const SPEAKING_MS = 1_500;
/** What is asked has to take longer than this, or it is answered before all are in flight. */
export const IN_FLIGHT_WITHIN_MS = BEGUN_WITHIN_MS + SPEAKING_MS;

interface InFlight {
  readonly name: string;
  readonly client: Client;
  readonly streams: boolean;
  readonly at: Access;
  readonly answer: Promise<unknown>;
}

/**
 * Asks with every client of Node, plain and streamed, in both routings, each for a customer of its own and without retries. Resolves when
 * `routed` tells that all of them are held, and every stream is speaking.
 */
export async function askAll(
  access: () => Promise<Access>,
  prompts: { readonly plain: string; readonly streamed: string },
  routed: () => Promise<number>,
): Promise<readonly InFlight[]> {
  const cells = NODE_CLIENTS.flatMap((client) =>
    ROUTINGS.flatMap((routing) => [false, true].map((streams) => ({ client, routing, streams }))),
  );
  const customers: Access[] = [];
  for (const _cell of cells) customers.push((await access()).withRetries(0));
  const inFlight = cells.map(({ client, routing, streams }, index) => {
    const at = customers[index]!;
    const ask = { model: modelFor(client.protocol, routing), prompt: streams ? prompts.streamed : prompts.plain };
    const answer = streams ? client.stream(at, ask) : client.plain(at, ask);
    // Judged later: until then a refusal is nobody's fault.
    answer.catch(() => undefined);
    return { name: `${client.name}, ${routing} protocol, ${streams ? 'streamed' : 'plain'}`, client, streams, at, answer };
  });
  const begun = () => inFlight.filter(({ streams, at }) => streams && at.begun === 1).length;
  for (const giveUpAt = performance.now() + BEGUN_WITHIN_MS; begun() < cells.length / 2 || (await routed()) < cells.length;) {
    if (performance.now() > giveUpAt) throw new Error(`Only ${begun()} of ${cells.length / 2} streams have begun`);
    await sleep(25);
  }
  await sleep(SPEAKING_MS);
  return inFlight;
}

/** None of them ended cleanly: each SDK raised its class for the status, or for an error within a stream. */
export async function expectAllRaised(inFlight: readonly InFlight[], plain: Failure, message: string): Promise<void> {
  const wrong: string[] = [];
  for (const { name, client, streams, answer } of inFlight)
    await expectRaised(answer, client.raises[streams ? 'error within the stream' : plain], message).catch((fault: Error) =>
      wrong.push(`${name}: ${fault.message}`),
    );
  expect(wrong).toEqual([]);
}
