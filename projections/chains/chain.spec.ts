import { derivedId, type RecordedEvent } from '#event-store';
import { formatAmount, parseAmount } from '#money';
import { ProjectionRunner, projection } from '#projecting';
import { UnknownCursorError } from '#read-model';
import fc from 'fast-check';
import { readerOf } from '../../libs/projecting/testing/events-in-memory.js';
import { createMemoryReadModels } from '../../libs/read-model/memory/index.js';
import { BLOCK, OpenBlock, added, headKey, isSealed, type ChainRow, type Entry, type Told } from './chain.js';
import { MAX_LOOKED_AT, chainEntries, chainPage, compareLines, oldestFirst, type ChainQuery } from './chain.query.js';

const seed = Number(process.env['FC_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const CHAIN = 'c/';
const START = Date.UTC(2026, 10, 1);

/** Every event is an entry of the one chain. */
const entries = projection<ChainRow, Record<never, never>, OpenBlock>({
  name: 'entries',
  version: 1,
  poison: 'stop',
  indexes: {},
  keys: () => headKey(CHAIN),
  begins: (_, key) => isSealed(key),
  ended: (block) => block.isFull,
  on: {},
  any: (block, { data }, key, pass) => {
    const told = data as unknown as Told;
    return added(block, { ...told, nanos: parseAmount(String(told.nanos)) }, key, pass);
  },
  takes: (_, block) => block as OpenBlock,
  form: { read: (row) => OpenBlock.read(row), write: (block) => block.write() },
});

interface Happening {
  readonly stream: string;
  /** Seconds since the entry before; below zero: another gateway's clock is behind. */
  readonly seconds: number;
  readonly word: string;
  readonly nanos: bigint;
}

const happening = fc.record<Happening>({
  stream: fc.constantFrom('account-a-1', 'lease-a-1-1', 'lease-a-1-10', 'lease-a-1-2'),
  seconds: fc.constantFrom(0, 0, 1, 2, 60, -1, -7),
  word: fc.constantFrom('x', 'y', 'z'),
  nanos: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
});
const happenings = fc.array(happening, { minLength: 1, maxLength: 4 * BLOCK, size: 'max' });

/** As the log has them, each stream with its own revisions and never back in its own time. */
function tell(all: readonly Happening[]): Told[] {
  const streams = new Map<string, { revision: number; time: number }>();
  let now = START;
  return all.map(({ stream, seconds, word, nanos }) => {
    now += seconds * 1_000;
    const before = streams.get(stream) ?? { revision: -1, time: 0 };
    const place = { revision: before.revision + 1 + (nanos % 2n === 0n ? 3 : 0), time: Math.max(before.time, now) };
    streams.set(stream, place);
    return { kind: [stream, word], ...place, more: place.revision % 3, nanos };
  });
}

async function chained(told: readonly Told[], pageEvents = 1_000) {
  const events = told.map((each, index): RecordedEvent => {
    const metadata = { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: '', version: 1 };
    const data = { ...each, nanos: formatAmount(each.nanos) };
    return {
      position: BigInt(index + 1),
      stream: 's',
      revision: BigInt(index),
      id: derivedId('e', String(index)),
      type: 'Told',
      data,
      metadata,
    };
  });
  const models = createMemoryReadModels();
  await (await ProjectionRunner.open({ events: readerOf(events), models, projections: [entries], pageEvents })).run();
  return models;
}

const numbered = (told: readonly Told[]): Entry[] => told.map((each, ordinal) => ({ ...each, ordinal }));

describe(`chains (seed ${seed})`, () => {
  it('give what a filter and a time leave of them, newest first, in pages of any size', () =>
    fc.assert(
      fc.asyncProperty(
        happenings,
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(undefined, 'x'),
        fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
        fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
        async (all, limit, word, first, last) => {
          const told = tell(all);
          const models = await chained(told, 70);
          const timeOf = (index: number | undefined) => (index === undefined ? undefined : told[index % told.length]?.time);
          const [from, before] = [timeOf(first), timeOf(last)];
          const query: ChainQuery = {
            chain: CHAIN,
            ...(from !== undefined && { from: new Date(from).toISOString() }),
            ...(before !== undefined && { before: new Date(before).toISOString() }),
            ...(word !== undefined && { matches: ([, found]) => found === word }),
          };
          const wanted = numbered(told)
            .filter(({ time, kind }) => time >= (from ?? 0) && time < (before ?? Infinity) && (word === undefined || kind[1] === word))
            .sort((a, b) => b.time - a.time || b.ordinal - a.ordinal);
          const paged: Entry[] = [];
          let cursor: string | undefined;
          do {
            const page = await chainPage(models, entries, { ...query, limit, ...(cursor !== undefined && { cursor }) });
            expect(page.entries.length).toBeLessThanOrEqual(limit);
            paged.push(...page.entries);
            cursor = page.next;
          } while (cursor !== undefined);
          expect(paged).toEqual(wanted);
          expect(await Array.fromAsync(chainEntries(models, entries, query))).toEqual(wanted);
        },
      ),
      { numRuns: 60, seed },
    ));

  it('give lines in order of time, stream and revision, and what they come to before any of them', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }), async (all, place) => {
        const told = tell(all);
        const models = await chained(told);
        const sorted = numbered(told).sort(compareLines);
        const from = place === undefined ? undefined : sorted[place % sorted.length];
        let [balance, seen] = [0n, 0];
        for await (const read of oldestFirst(models, entries, { chain: CHAIN, ...(from && { from: from.time }) })) {
          if ('carried' in read) {
            balance += parseAmount(read.carried);
            seen = read.count;
            continue;
          }
          balance += read.nanos;
          seen += 1;
          if (from && compareLines(read, from) < 0) continue;
          expect(read).toEqual(sorted[seen - 1]);
          expect(balance).toBe(sorted.slice(0, seen).reduce((sum, { nanos }) => sum + nanos, 0n));
        }
        expect(seen).toBe(sorted.length);
      }),
      { numRuns: 60, seed },
    ));

  it('look at no more entries than a page may, and go on from there', async () => {
    const rare = 10;
    const told = Array.from({ length: MAX_LOOKED_AT + 2 * BLOCK }, (_, index): Told => {
      return { kind: ['s', index === rare ? 'rare' : 'x'], time: START + index, revision: index, more: 0, nanos: 0n };
    });
    const models = await chained(told, 60_000);
    const query = { chain: CHAIN, limit: 5, matches: ([, word]: readonly string[]) => word === 'rare' };
    const first = await chainPage(models, entries, query);
    expect(first.entries).toEqual([]);
    const second = await chainPage(models, entries, { ...query, cursor: first.next as string });
    expect(second).toMatchObject({ entries: [{ ordinal: rare }], next: undefined });
  });

  it.each(['', 'nonsense', Buffer.from('[1]').toString('base64url'), Buffer.from('[1,2,3]').toString('base64url')])(
    'refuse the cursor %j, which they did not give',
    async (cursor) => {
      const models = await chained(tell([{ stream: 's', seconds: 0, word: 'x', nanos: 0n }]));
      await expect(chainPage(models, entries, { chain: CHAIN, limit: 1, cursor })).rejects.toThrow(UnknownCursorError);
    },
  );
});
