import { it } from '@jest/globals';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { EMPTY_TIP, seal } from '../chain.js';
import { positions, unsealed } from './stream-writer.js';
import type { EventStore, Position, SealedEvent } from '../event-store.port.js';

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
  });
}

interface Answer {
  readonly revision?: bigint;
  readonly duplicate?: boolean;
  readonly code?: string;
  readonly actual?: bigint | 'no_stream';
}

class Oracle {
  readonly log: { stream: string; revision: number; id: string }[] = [];
  readonly last = new Map<string, { events: SealedEvent[]; at: number }>();
  /** What the store said of where an event stands. */
  readonly told = new Map<string, Position>();

  stream(name: string): { stream: string; revision: number; id: string }[] {
    return this.log.filter((event) => event.stream === name);
  }

  append(stream: string, events: readonly SealedEvent[], at: number): Answer {
    const standing = this.stream(stream);
    const revision = BigInt(at + events.length - 1);
    if (at === standing.length) {
      events.forEach(({ id }, index) => this.log.push({ stream, revision: at + index, id }));
      return { revision, duplicate: false };
    }
    if (events.every(({ id }, index) => standing[at + index]?.id === id)) return { revision, duplicate: true };
    return { code: 'CONFLICT', actual: standing.length === 0 ? 'no_stream' : BigInt(standing.length - 1) };
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
    if (expected.code === undefined) oracle.last.set(stream, { events, at });
    return { events, expected, appending: store.append(stream, events, at === 0 ? 'no_stream' : BigInt(at - 1)) };
  });
  for (const { events, expected, appending } of sent) {
    const answer = await appending.then(
      ({ position, ...rest }): Answer => {
        oracle.told.set(events.at(-1)?.id ?? '', position);
        return rest;
      },
      // not every engine tells reliably where the stream is instead
      ({ code, actual = expected.actual }: Answer): Answer => ({ code, actual }) as Answer,
    );
    assert.deepEqual(answer, expected);
  }
}

type Place = { readonly stream: string; readonly revision: number; readonly id: string };

async function compareReads(store: EventStore, oracle: Oracle, from: number, max: number): Promise<void> {
  const placesOf = (events: readonly { stream: string; revision: bigint; id: string }[]): Place[] =>
    events.map(({ stream, revision, id }) => ({ stream, revision: Number(revision), id }));
  for (const stream of ['a', 'b-1', 'b-2', 'none']) {
    const standing = oracle.stream(stream);
    assert.deepEqual(placesOf(await store.readStream(stream, { from: BigInt(from), max })), standing.slice(from, from + max));
    const backwards = await store.readStream(stream, { from: BigInt(from), max, direction: 'backwards' });
    const expected = standing.slice(0, from + 1).reverse();
    assert.deepEqual(placesOf(backwards), expected.slice(0, max));
  }
  const { events } = await store.readAll({ after: 0n, max: 10_000 });
  const all = placesOf(events);
  // between streams only the order in which the engine wrote is the right one
  for (const stream of ['a', 'b-1', 'b-2'])
    assert.deepEqual(
      all.filter((place) => place.stream === stream),
      oracle.stream(stream),
    );
  if (store.gapless) assert.deepEqual(all, oracle.log);
  const places = [0n, ...(await positions(store))];
  for (const { id, position } of events) assert.equal(oracle.told.get(id) ?? position, position);
  assert.equal(await store.head(), places.at(-1));
  if (store.gapless) assert.deepEqual(places, [0n, ...oracle.log.map((_, index) => BigInt(index + 1))]);
  const start = Math.min(from, all.length);
  const found: Place[] = [];
  for (let after = places[start] ?? 0n, more = true; more;) {
    const page = await store.readAll({ after, max, filter: { streamPrefixes: ['b-'] } });
    found.push(...placesOf(page.events));
    [after, more] = [page.scannedTo, !page.atHead];
  }
  assert.deepEqual(
    found,
    all.slice(start).filter((place) => place.stream.startsWith('b-')),
  );
}
