import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RawEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { describeFinding, type Finding } from './index.js';
import { Verifier } from './verifier.js';
import { Random } from './testing/random.js';
import { writeRandomLog } from './testing/random-log.js';

/** One gateway, or three that lease parts of the balances. */
async function randomLog(seed: number, gateways: number, steps = 300): Promise<RawEvent[]> {
  const store = createMemoryEventStore();
  await writeRandomLog(store, { seed, accounts: 4, steps, gateways });
  const log: RawEvent[] = [];
  for await (const event of store.scan({ after: 0n })) log.push(event);
  return log;
}

function findingsIn(log: readonly RawEvent[], gapless = true): Finding[] {
  const verifier = new Verifier({ gapless, tipsInMemory: 20 });
  const findings = log.flatMap((event) => verifier.check(event));
  verifier.close();
  return findings;
}

/** The event is named: by its position, or by its stream and revision. */
const names = (findings: readonly Finding[], { position, stream, revision }: RawEvent): boolean =>
  findings.some((finding) => finding.position === position || (finding.stream === stream && finding.revision === revision));

const LOGS = [
  [1, 1],
  [2, 1],
  [3, 3],
  [4, 3],
] as const;

describe.each(LOGS)('the verifier, on what the product wrote (seed %i, gateways: %i)', (seed, gateways) => {
  const random = new Random(seed * 1_000);
  let log: RawEvent[];
  beforeAll(async () => {
    log = await randomLog(seed, gateways);
  });
  const anyIndex = (): number => random.below(log.length);
  const changed = (index: number, change: Partial<RawEvent>): RawEvent[] => log.with(index, { ...(log[index] as RawEvent), ...change });

  it('finds nothing in an untouched log', () => {
    expect(findingsIn(log).map(describeFinding)).toEqual([]);
  });

  it('takes gaps between positions for nothing where the engine does not count events, and names what its stream lacks', () => {
    const apart = (events: readonly RawEvent[]) => events.map((event) => ({ ...event, position: event.position << 64n }));
    expect(findingsIn(apart(log), false)).toEqual([]);
    const index = log.findIndex((event, at) => log.slice(at + 1).some(({ stream }) => stream === event.stream));
    const { stream, revision } = log[index] as RawEvent;
    expect(findingsIn(apart(log.toSpliced(index, 1)), false)).toContainEqual(expect.objectContaining({ stream, revision }));
    const [first, second, ...rest] = apart(log) as [RawEvent, RawEvent, ...RawEvent[]];
    expect(findingsIn([second, first, ...rest], false)).toContainEqual(expect.objectContaining({ position: first.position }));
  });

  it('names the event of any changed byte, and no other', () => {
    for (let round = 0; round < 20; round += 1) {
      const index = anyIndex();
      const event = log[index] as RawEvent;
      const bytes = Buffer.from(event.text);
      bytes[random.below(bytes.length)]! ^= 1 + random.below(127);
      const findings = findingsIn(changed(index, { text: bytes.toString('utf8') }));
      const { position, stream, revision } = event;
      expect(findings).toEqual([expect.objectContaining({ position, stream, revision })]);
    }
  });

  /** Each damage means a look at the whole log: half as long a one has as many of them at half the price. */
  it('names no neighbour of a damaged event, whichever it is', async () => {
    const short = await randomLog(seed, gateways, 150);
    for (let index = 0; index < short.length; index += 3) {
      const event = short[index] as RawEvent;
      const findings = findingsIn(short.with(index, { ...event, text: event.text.replace('"effective"', '"effectivf"') }));
      expect(findings.map(({ position }) => position)).toEqual([event.position]);
    }
  });

  it('names an event whose stream, revision or position was edited', () => {
    for (const change of [{ stream: 'account-acc_other-2026-11' }, { revision: 999n }, { position: 999_999n }]) {
      const index = anyIndex();
      const edited = changed(index, change).sort((a, b) => Number(a.position - b.position));
      expect(names(findingsIn(edited), log[index] as RawEvent)).toBe(true);
    }
  });

  it('names an event that was taken out', () => {
    const index = random.below(log.length - 1);
    expect(names(findingsIn(log.toSpliced(index, 1)), log[index] as RawEvent)).toBe(true);
  });

  it('names an event that was taken out and its place closed up, unless it ended its stream', () => {
    const last = new Map(log.map(({ stream, revision }) => [stream, revision]));
    const index = log.findIndex(({ stream, revision }, at) => at > log.length / 3 && revision < (last.get(stream) as bigint));
    const closed = log.toSpliced(index, 1).map((event, at) => ({ ...event, position: BigInt(at) + 1n }));
    const { stream, revision } = log[index] as RawEvent;
    expect(findingsIn(closed)).toEqual([expect.objectContaining({ stream, revision, position: null })]);
  });

  it('names an event that was put in twice', () => {
    const index = anyIndex();
    const event = log[index] as RawEvent;
    expect(names(findingsIn(log.toSpliced(index, 0, event)), event)).toBe(true);
    const again = { ...event, position: BigInt(log.length) + 1n };
    expect(names(findingsIn([...log, again]), again)).toBe(true);
  });

  it('names both events of a swap', () => {
    const [a, b] = [anyIndex(), anyIndex()];
    const [first, second] = [log[a] as RawEvent, log[b] as RawEvent];
    if (a === b) return;
    const swapped = log.with(a, { ...first, text: second.text }).with(b, { ...second, text: first.text });
    expect(findingsIn(swapped).map(({ position }) => position)).toEqual([first.position, second.position].sort((x, y) => Number(x - y)));
  });
});
