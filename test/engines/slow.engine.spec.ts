import type { Answer } from '../support/gateway/http.js';
import { say, type Customer, type Installation } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { stream } from '../support/upstream/answers.js';
import { codeOf, lastFrame } from './testing/fleet-load.js';
import { Fleet, tell } from './testing/fleet.js';

const OPEN_STREAMS = 6;
const TAKEN_BACK_WITHIN_MS = 30_000;

let fleet: Fleet;
let customers: readonly Customer[];

beforeAll(async () => {
  fleet = await Fleet.start(2);
  customers = [await fleet.customer('1000.00'), await fleet.customer('0.01')];
});
afterAll(() => fleet?.stop());

type End = Answer | undefined;

/** What a client may be told of a request that another gateway has taken back; a cut connection says the same to it. */
function endOf(end: End): string {
  if (end === undefined) return 'cut';
  if (end.status !== 200) return `${end.status} ${String(codeOf(end.text))}`;
  const { text } = end;
  return text.endsWith('data: [DONE]\n\n') ? 'done' : String(codeOf(lastFrame(text)));
}

describe('a gateway that stands still for longer than others wait, and goes on', () => {
  it('has lost its holds: its open streams end with a typed error and are not charged, and it stops itself', async () => {
    const [, slow] = fleet.offices as [Installation, Installation];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    // The first word at once, the rest when the gateway goes on.
    fleet.upstream.expect(async (response, received) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        'data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"A"}}]}\n\n',
      );
      await released;
      await stream({ withoutHead: true })(response, received);
    });
    const heard = new Set<number>();
    const pending = Array.from({ length: OPEN_STREAMS }, (_, index) =>
      slow
        .chat(customers[index % 2] as Customer, say('Slow', { stream: true, max_tokens: 50 }), { onChunk: () => heard.add(index) })
        .catch((): End => undefined),
    );
    await until('every stream has begun', () => heard.size === OPEN_STREAMS);
    const open = (await fleet.followed()).openHolds;
    expect(open).toHaveLength(OPEN_STREAMS);
    const life = await fleet.lifeBehind(open[0]);
    expect(fleet.leftBy(life).leases).toBeGreaterThan(0);

    slow.gateway.child.kill('SIGSTOP');
    const tookMs = await until(
      'its holds are taken back',
      async () => {
        await fleet.followed();
        const { holds, leases } = fleet.leftBy(life);
        return holds + leases === 0;
      },
      TAKEN_BACK_WITHIN_MS,
    );
    slow.gateway.child.kill('SIGCONT');
    release();

    const goneOnMs = performance.now();
    const ends = (await Promise.all(pending)).map(endOf);
    tell(
      `taken back ${(tookMs / 1_000).toFixed(1)} s after it stood still; its streams ended in ${(performance.now() - goneOnMs).toFixed(0)} ms: ${ends.join(', ')}`,
    );
    expect(new Set(ends)).toEqual(new Set(['hold_lost']));
    const { code } = await slow.gateway.exited;
    expect(code).not.toBe(0);
    expect(slow.gateway.err).toContain('Other gateways have presumed this one dead');
    const books = await fleet.followed();
    expect(open.map((request) => books.ends.get(request)?.type)).toEqual(open.map(() => 'RequestAbandoned'));
    await fleet.expectSound([], customers);
  });
});
