import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkLink, EMPTY_TIP, type StreamTip } from '../chain.js';
import { StreamWriter, unsealed } from '../testing/stream-writer.js';
import type { RawEvent } from '../event-store.port.js';
import { dataDirectory, removeDirectories } from './testing/data-directory.js';
import { openSqliteEventReader, openSqliteEventStore } from './index.js';

interface Finding {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string | undefined;
  readonly problem: string;
}

/** What a verifier does: every chain, and positions without a gap. */
async function verify(file: string): Promise<{ findings: Finding[]; events: RawEvent[] }> {
  const reader = openSqliteEventReader({ file });
  const tips = new Map<string, StreamTip>();
  const findings: Finding[] = [];
  const events: RawEvent[] = [];
  try {
    for await (const event of reader.scan({ after: 0n })) {
      const { problem, tip, id } = checkLink(event, tips.get(event.stream) ?? EMPTY_TIP);
      const misplaced = event.position === BigInt(events.length + 1) ? undefined : 'is out of its place';
      tips.set(event.stream, tip);
      events.push(event);
      const found = problem ?? misplaced;
      if (found !== undefined)
        findings.push({ position: event.position, stream: event.stream, revision: event.revision, id, problem: found });
      if (events.length > 1_000) throw new Error('the scan does not end');
    }
  } finally {
    await reader.close();
  }
  return { findings, events };
}

const PAGE_SIZE = 8_192;
const directory = dataDirectory();
const intact = join(directory, 'intact.db');
const damaged = join(directory, 'damaged.db');
let bytes: Buffer;
let whole: RawEvent[];
afterAll(removeDirectories);

beforeAll(async () => {
  const store = await openSqliteEventStore({ file: intact });
  const writers = ['account-acc_1-2026-11', 'customer-ü', 'key-3'].map((stream) => new StreamWriter(store, stream));
  for (let n = 0; n < 24; n += 1) {
    const data = Array.from({ length: (n % 4) + 1 }, (_, index) => ({ n, index, text: 'täxt '.repeat(n * 3), amount: '5.000000001' }));
    await writers[n % 3]?.append(...unsealed('TokensMetered', ...data));
  }
  await writers[0]?.append(...unsealed('TokensMetered', { text: 'over several pages '.repeat(1_000) }));
  await store.close();
  bytes = readFileSync(intact);
  whole = (await verify(intact)).events;
});

async function verifyFlipped(offset: number, mask: number): Promise<{ findings: Finding[]; events: RawEvent[] }> {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(offset) ^ mask, offset);
  writeFileSync(damaged, copy);
  return verify(damaged);
}

describe('a damaged file', () => {
  it('is whole before it is damaged', async () => {
    const { findings, events } = await verify(intact);
    expect(findings).toEqual([]);
    expect(events).toHaveLength(61);
  });

  it('has any flipped byte of a recorded event found, and the event named', async () => {
    const held = whole.flatMap((event) => {
      const offset = bytes.indexOf(event.text);
      return offset < 0 ? [] : [{ event, offset, length: Buffer.byteLength(event.text) }];
    });
    expect(held.length).toBeGreaterThan(20);
    const flip = fc.record({ held: fc.constantFrom(...held), at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(flip, async ({ held: { event, offset, length }, at, mask }) => {
        const [first] = (await verifyFlipped(offset + (at % length), mask)).findings;
        expect(first).toMatchObject({ position: event.position, stream: event.stream, revision: event.revision });
      }),
      { numRuns: runs(400), verbose: 1 },
    );
  });

  it('never makes a scan throw, run on, or lose an event in silence, whichever byte of the file is flipped', async () => {
    const flip = fc.record({ offset: fc.integer({ min: 0, max: bytes.length - 1 }), mask: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(flip, async ({ offset, mask }) => {
        // A broken header or schema keeps the file from being opened at all: that is said, and checked elsewhere.
        const { findings, events } = await verifyFlipped(offset, mask).catch((error: { code?: string }) => {
          if (error.code !== 'UNAVAILABLE') throw error;
          return { findings: [error], events: [] };
        });
        if (findings.length === 0) expect(events).toEqual(whole);
      }),
      { numRuns: runs(600), verbose: 1 },
    );
  });

  it.each([
    ['a whole page of rows', (copy: Buffer, page: number) => copy.fill(0xff, page, page + PAGE_SIZE)],
    ['the header of a page of rows', (copy: Buffer, page: number) => copy.fill(0, page, page + 16)],
  ])('has the events on %s named, and the others read', async (_, damage) => {
    const text = whole.find((event) => event.position === 20n)?.text ?? '';
    const copy = Buffer.from(bytes);
    damage(copy, Math.floor(bytes.indexOf(text) / PAGE_SIZE) * PAGE_SIZE);
    writeFileSync(damaged, copy);
    const { findings, events } = await verify(damaged);
    const place = whole[19];
    expect(findings).toContainEqual(expect.objectContaining({ position: 20n, stream: place?.stream, revision: place?.revision }));
    expect(events.map((event) => event.position)).toEqual(whole.map((event) => event.position));
    expect(events.filter((event) => event.damage === undefined).length).toBeGreaterThan(20);
  });

  it.each([
    ['a deleted row in the middle', 'DELETE FROM appends WHERE position = 7'],
    ['an event of another stream', 'UPDATE appends SET stream = 1, revision = 1000 WHERE position = 7'],
    ['a count that is too large', 'UPDATE appends SET count = count + 1 WHERE position = 7'],
    ['a count that is too small', 'UPDATE appends SET count = 1 WHERE position = 7'],
    ['a renamed stream', "UPDATE streams SET name = 'customer-u' WHERE id = 2"],
    ['a stream without a name', 'DELETE FROM streams WHERE id = 2'],
    ['a moved row', 'UPDATE appends SET position = 1000000 WHERE position = 7'],
    ['spaces between the events', "UPDATE appends SET payload = replace(payload, ',' || char(10), ' ,' || char(10)) WHERE position = 7"],
    ['a changed amount', "UPDATE appends SET payload = replace(payload, '5.000000001', '5.000000002') WHERE position = 7"],
  ])('is found with %s made by SQL after the triggers were dropped', async (_, sql) => {
    copyFileSync(intact, damaged);
    const database = new DatabaseSync(damaged, { enableForeignKeyConstraints: false });
    for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
      database.exec(`DROP TRIGGER ${String(name)}`);
    database.exec(sql);
    database.close();
    const { findings } = await verify(damaged);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('is refused by reads, which never hand out what they cannot vouch for', async () => {
    const copy = Buffer.from(bytes);
    const event = whole[19] as RawEvent;
    copy.write('X', bytes.indexOf(event.text));
    writeFileSync(damaged, copy);
    const reader = openSqliteEventReader({ file: damaged });
    await expect(reader.readStream(event.stream)).rejects.toMatchObject({ code: 'DAMAGED' });
    await expect(reader.readAll({ after: 0n, max: 100 })).rejects.toMatchObject({ code: 'DAMAGED' });
    await reader.close();
  });
});

/** More runs by environment variable, for a long search. */
function runs(usual: number): number {
  return Number(process.env['TOKENOK_PROPERTY_RUNS'] ?? usual);
}
