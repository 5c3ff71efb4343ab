import { it } from '@jest/globals';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { EMPTY_TIP, seal } from './chain.js';
import { unsealed } from './event-store.fixture.js';
import type { EventStore, SealedEvent } from './event-store.port.js';

interface Attempt {
  readonly stream: string;
  readonly count: number;
  /** How far the expected revision is off what is right. */
  readonly off: number;
  /** Sends the last append of the stream again instead. */
  readonly again: boolean;
}

const attempts = fc.array(
  fc.array(
    fc.record({
      stream: fc.constantFrom('a', 'b-1', 'b-2'),
      count: fc.integer({ min: 1, max: 5 }),
      off: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3, max: 2 }) }),
      again: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  { maxLength: 8 },
);

/** Any history of appends, in groups sent at once, against plain arrays. fast-check prints the seed of a failure. */
export function oracleContract(open: () => Promise<EventStore>, numRuns: number): void {
  it(`does over any history what plain arrays do (${numRuns} histories)`, async () => {
    await fc.assert(
      fc.asyncProperty(attempts, fc.nat(30), fc.integer({ min: 1, max: 9 }), async (groups, from, max) => {
        const store = await open();
        try {
          const oracle = new Oracle();
          for (const group of groups) await sendAtOnce(store, oracle, group);
          await compareReads(store, oracle, from, max);
        } finally {
          await store.close();
        }
      }),
      { numRuns, verbose: 1 },
    );
  }, 60_000);
}

class Oracle {
  readonly log: { stream: string; revision: number; id: string }[] = [];
  readonly last = new Map<string, { events: SealedEvent[]; at: number }>();

  stream(name: string): { stream: string; revision: number; id: string }[] {
    return this.log.filter((event) => event.stream === name);
  }

  append(stream: string, events: readonly SealedEvent[], at: number): object {
    const standing = this.stream(stream);
    if (at === standing.length) {
      events.forEach(({ id }, index) => this.log.push({ stream, revision: at + index, id }));
      return { revision: BigInt(at + events.length - 1), position: BigInt(this.log.length), duplicate: false };
    }
    const same = events.every(({ id }, index) => standing[at + index]?.id === id);
    if (!same) return { code: 'CONFLICT', actual: standing.length === 0 ? 'no_stream' : BigInt(standing.length - 1) };
    const id = events.at(-1)?.id;
    return {
      revision: BigInt(at + events.length - 1),
      position: BigInt(this.log.findIndex((event) => event.id === id) + 1),
      duplicate: true,
    };
  }
}

async function sendAtOnce(store: EventStore, oracle: Oracle, group: readonly Attempt[]): Promise<void> {
  const sent = group.map(({ stream, count, off, again }) => {
    const last = oracle.last.get(stream);
    const at = again && last ? last.at : Math.max(0, oracle.stream(stream).length + off);
    const data = Array.from({ length: count }, (_, n) => ({ n }));
    const events =
      again && last ? last.events : seal(stream, { ...EMPTY_TIP, revision: BigInt(at) - 1n }, unsealed('Made', ...data)).events;
    const expected = oracle.append(stream, events, at);
    if ('position' in expected) oracle.last.set(stream, { events, at });
    const append = store.append(stream, events, at === 0 ? 'no_stream' : BigInt(at - 1));
    const outcome = append.catch(({ code, actual }: { code: string; actual: bigint }) => ({ code, actual }));
    return { outcome, expected };
  });
  for (const { outcome, expected } of sent) assert.deepEqual(await outcome, expected);
}

async function compareReads(store: EventStore, oracle: Oracle, from: number, max: number): Promise<void> {
  const places = (events: readonly { stream: string; revision: bigint; id: string }[]): object[] =>
    events.map(({ stream, revision, id }) => ({ stream, revision: Number(revision), id }));
  for (const stream of ['a', 'b-1', 'b-2', 'none']) {
    const standing = oracle.stream(stream);
    assert.deepEqual(places(await store.readStream(stream, { from: BigInt(from), max })), standing.slice(from, from + max));
    const backwards = await store.readStream(stream, { from: BigInt(from), max, direction: 'backwards' });
    assert.deepEqual(
      places(backwards),
      standing
        .slice(0, from + 1)
        .reverse()
        .slice(0, max),
    );
  }
  const wanted = oracle.log.slice(from).filter((event) => event.stream.startsWith('b-'));
  const found: object[] = [];
  for (let after = BigInt(from), more = true; more;) {
    const page = await store.readAll({ after, max, filter: { streamPrefixes: ['b-'] } });
    found.push(...places(page.events));
    [after, more] = [page.scannedTo, !page.atHead];
  }
  assert.deepEqual(found, wanted);
  const all = await store.readAll({ after: 0n, max: 10_000 });
  assert.deepEqual(places(all.events), oracle.log);
  assert.deepEqual(
    all.events.map((event) => event.position),
    oracle.log.map((_, index) => BigInt(index + 1)),
  );
  assert.equal(await store.head(), BigInt(oracle.log.length));
}
