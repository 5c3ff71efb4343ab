import { StatementSync } from 'node:sqlite';
import { join } from 'node:path';
import { EMPTY_TIP, eventText, seal } from '../chain.js';
import { unsealed } from '../testing/stream-writer.js';
import { dataDirectory, removeDirectories } from './testing/data-directory.js';
import { payloadOf } from './sqlite.payload.js';
import {
  APPENDED,
  CLAIM,
  CLOSING_CELL,
  CONFLICT,
  DUPLICATE,
  FURTHER_CELLS,
  NUMBERS_PER_OUTCOME,
  WITHDRAWN,
  type BatchMessage,
  type Claims,
} from './sqlite.protocol.js';
import { SqliteWriter } from './sqlite.writer.js';

const { prototype } = StatementSync;
const own = Object.getOwnPropertyDescriptor(prototype, 'run') as PropertyDescriptor;
const run = (statement: StatementSync, parameters: readonly unknown[]): unknown =>
  Reflect.apply(own.value as () => unknown, statement, parameters);
/** What every statement does from now on instead. */
const running = (how: (statement: StatementSync, parameters: readonly unknown[]) => unknown): void => {
  const value = function (this: StatementSync, ...parameters: unknown[]): unknown {
    return how(this, parameters);
  };
  Object.defineProperty(prototype, 'run', { ...own, value });
};
afterEach(() => void Object.defineProperty(prototype, 'run', own));
afterAll(removeDirectories);

/** SQLITE_IOERR_FSYNC: the commit record may have reached the disk. */
const syncFailed = (): Error => Object.assign(new Error('disk I/O error'), { errcode: 1_034 });

/** The next commits fail in their sync, the first ones with their record written, as `landed` says. */
function failingSyncs(...landed: readonly boolean[]): void {
  const left = [...landed];
  running((statement, parameters) => {
    const isCommit = statement.sourceSQL === 'COMMIT';
    const landing = isCommit ? left.shift() : undefined;
    if (landing !== false) {
      const result = run(statement, parameters);
      if (landing === undefined) return result;
    }
    throw syncFailed();
  });
}

function aWriter() {
  const claims: Claims = new Int32Array(new SharedArrayBuffer((1 + FURTHER_CELLS) * Int32Array.BYTES_PER_ELEMENT));
  const { events } = seal('a', EMPTY_TIP, unsealed('Made', { n: 1 }));
  const batch: BatchMessage = {
    slot: 0,
    streams: ['a'],
    expected: [-1],
    behind: [undefined],
    counts: [1],
    payloads: [payloadOf(events.map(eventText))],
    hashes: [''],
  };
  return { claims, batch, writer: new SqliteWriter({ file: join(dataDirectory(), 'events.db'), claims }) };
}

describe('a commit whose sync fails', () => {
  it.each([
    ['had reached the file', [true], DUPLICATE],
    ['had not', [false], APPENDED],
    ['had not, and fails again', [false, false, true], DUPLICATE],
  ] as const)('is written again until the file says how it stands: it %s', (_, landed, outcome) => {
    const { batch, writer } = aWriter();
    failingSyncs(...landed);
    const written = writer.write(batch);
    expect('outcomes' in written && written.outcomes[0]).toBe(outcome);
    Object.defineProperty(prototype, 'run', own);
    expect(writer.write({ ...batch, expected: [-1] })).toMatchObject({ head: 1 });
    writer.finish();
  });

  it('leaves its doubt to a store that closes meanwhile', () => {
    const { batch, claims, writer } = aWriter();
    failingSyncs(...Array<boolean>(10).fill(false));
    Atomics.store(claims, claims.length + CLOSING_CELL, 1);
    expect(writer.write(batch)).toMatchObject({ fault: { ambiguous: true } });
  });

  it.each([
    ['a full disk', 13],
    ['a failed write', 778],
    ['a lock', 5],
  ])('is no doubt after %s: no commit record was written', (_, errcode) => {
    const { batch, writer } = aWriter();
    running((statement, parameters) => {
      if (statement.sourceSQL === 'COMMIT') throw Object.assign(new Error('refused'), { errcode });
      return run(statement, parameters);
    });
    expect(writer.write(batch)).toMatchObject({ fault: { ambiguous: false } });
  });
});

describe('batches that came while a commit was under way', () => {
  /** Each of two appends, in cells of its own. */
  function twoBatches() {
    const claims: Claims = new Int32Array(new SharedArrayBuffer((4 + FURTHER_CELLS) * Int32Array.BYTES_PER_ELEMENT));
    const writer = new SqliteWriter({ file: join(dataDirectory(), 'events.db'), claims });
    const batch = (slot: number, ...streams: readonly string[]): BatchMessage => ({
      slot,
      streams,
      expected: [-1, -1],
      behind: [undefined, undefined],
      counts: [1, 1],
      payloads: streams.map((stream) => payloadOf(seal(stream, EMPTY_TIP, unsealed('Made', { slot })).events.map(eventText))),
      hashes: ['', ''],
    });
    return { claims, writer, batches: [batch(0, 'a', 'b'), batch(2, 'b', 'c')] as const };
  }
  const each = (outcomes: Float64Array): number[] => [...outcomes].filter((_, index) => index % NUMBERS_PER_OUTCOME === 0);

  it('are written in one transaction, where a conflict fails alone, and each outcome stands in its place', () => {
    const { batches, writer } = twoBatches();
    let commits = 0;
    running((statement, parameters) => {
      if (statement.sourceSQL === 'COMMIT') commits += 1;
      return run(statement, parameters);
    });
    const written = writer.write(...batches);
    if ('fault' in written) throw new Error(written.fault.message);
    expect(each(written.outcomes)).toEqual([APPENDED, APPENDED, CONFLICT, APPENDED]);
    expect([written.head, commits]).toEqual([3, 1]);
    writer.finish();
  });

  it('go on without what was withdrawn of them', () => {
    const { batches, claims, writer } = twoBatches();
    Atomics.store(claims, 1, CLAIM.WITHDRAWN);
    const written = writer.write(...batches);
    if ('fault' in written) throw new Error(written.fault.message);
    expect(each(written.outcomes)).toEqual([APPENDED, WITHDRAWN, APPENDED, APPENDED]);
    writer.finish();
  });

  it('are all written again where their sync fails, and found where they stand', () => {
    const { batches, writer } = twoBatches();
    failingSyncs(true);
    const written = writer.write(...batches);
    if ('fault' in written) throw new Error(written.fault.message);
    expect(each(written.outcomes)).toEqual([DUPLICATE, DUPLICATE, CONFLICT, DUPLICATE]);
    expect(written.head).toBe(3);
    writer.finish();
  });
});

describe('an append behind one that was not answered when it was sent', () => {
  /** One behind the other, in batches of their own. */
  function chain() {
    const claims: Claims = new Int32Array(new SharedArrayBuffer((2 + FURTHER_CELLS) * Int32Array.BYTES_PER_ELEMENT));
    const writer = new SqliteWriter({ file: join(dataDirectory(), 'events.db'), claims });
    const first = seal('a', EMPTY_TIP, unsealed('Made', { n: 1 }));
    const next = seal('a', first.tip, unsealed('Made', { n: 2 }));
    const batch = (slot: number, { events, tip }: typeof first, behind?: string): BatchMessage => ({
      slot,
      streams: ['a'],
      expected: [slot - 1],
      behind: [behind],
      counts: [1],
      payloads: [payloadOf(events.map(eventText))],
      hashes: [String(tip.hash)],
    });
    return { claims, writer, first: batch(0, first), next: batch(1, next, String(first.tip.hash)) };
  }
  const outcomesOf = (written: ReturnType<SqliteWriter['write']>): number[] => {
    if ('fault' in written) throw new Error(written.fault.message);
    return [...written.outcomes].filter((_, index) => index % NUMBERS_PER_OUTCOME === 0);
  };

  it('is written with it in one transaction, and in the next', () => {
    const [together, apart] = [chain(), chain()];
    expect(outcomesOf(together.writer.write(together.first, together.next))).toEqual([APPENDED, APPENDED]);
    expect([apart.first, apart.next].flatMap((batch) => outcomesOf(apart.writer.write(batch)))).toEqual([APPENDED, APPENDED]);
    for (const { writer } of [together, apart]) writer.finish();
  });

  it.each([
    ['withdrawn', (_: SqliteWriter, claims: Claims) => void Atomics.store(claims, 0, CLAIM.WITHDRAWN), WITHDRAWN],
    [
      'beaten by another of as many events',
      (writer: SqliteWriter) => {
        const { events } = seal('a', EMPTY_TIP, unsealed('Made', { n: 'other' }));
        writer.write({ slot: 1, streams: ['a'], expected: [-1], behind: [undefined], counts: [1], payloads: [payloadOf(events.map(eventText))], hashes: ['other'] }); // prettier-ignore
      },
      CONFLICT,
    ],
  ])('conflicts where that one is %s', (_, happen, outcome) => {
    const { claims, writer, first, next } = chain();
    happen(writer, claims);
    Atomics.store(claims, 1, CLAIM.OPEN);
    expect(outcomesOf(writer.write(first, next))).toEqual([outcome, CONFLICT]);
    writer.finish();
  });

  it.each([
    ['a full disk', 13],
    ['a lock', 5],
  ])('conflicts after the transaction of that one has failed: %s', (_, errcode) => {
    const { writer, first, next } = chain();
    running((statement, parameters) => {
      if (statement.sourceSQL === 'COMMIT') throw Object.assign(new Error('refused'), { errcode });
      return run(statement, parameters);
    });
    expect(writer.write(first)).toMatchObject({ fault: { ambiguous: false } });
    Object.defineProperty(prototype, 'run', own);
    expect(outcomesOf(writer.write(next))).toEqual([CONFLICT]);
    writer.finish();
  });

  it.each([
    ['has landed', [true], DUPLICATE],
    ['has not', [false], APPENDED],
  ] as const)('is written with it, once, after a sync of both that failed: their record %s', (_, landed, outcome) => {
    const { writer, first, next } = chain();
    failingSyncs(...landed);
    expect(outcomesOf(writer.write(first, next))).toEqual([outcome, outcome]);
    Object.defineProperty(prototype, 'run', own);
    expect(writer.write(next)).toMatchObject({ head: 2 });
    writer.finish();
  });

  it('looks in the file for what it has forgotten', () => {
    const { writer, first, next } = chain();
    writer.write(first);
    running((statement, parameters) => {
      if (statement.sourceSQL === 'COMMIT') throw Object.assign(new Error('refused'), { errcode: 13 });
      return run(statement, parameters);
    });
    expect(writer.write(next)).toHaveProperty('fault'); // and forgets all heads
    Object.defineProperty(prototype, 'run', own);
    expect(outcomesOf(writer.write(next))).toEqual([APPENDED]);
    writer.finish();
  });
});
