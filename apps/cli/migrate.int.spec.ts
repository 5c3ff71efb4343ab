import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding } from '#audit';
import { exportLine } from '../../libs/audit/export/export-line.js';
import type { EventReader, EventStore, RawEvent } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { type EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { openSqliteEventReader, openSqliteEventStore, type SqliteEventReader } from '#event-store/sqlite';
import { DataDirectory } from '#process';
import { MasterKey } from '#vault';
import { MemoryVault } from '#vault/memory';
import { writeRandomLog } from '../../libs/audit/testing/random-log.js';
import { Random } from '../../libs/audit/testing/random.js';
import { EventStoreServer } from '../../test/support/eventstoredb/event-store-server.js';
import { placeOf } from './migration/migration.environment.js';
import { migrate, type Migrated } from './migration/migration.js';
import { emptyDirectory, removeDirectories, tamper, writtenDirectory } from './testing/data-directory.js';
import { tokenok } from './testing/tokenok.js';

const MASTER = new MasterKey(new Uint8Array(32).fill(7));
const RECORDED = 400;

let source: SqliteEventReader;
let directory: string;
let server: EventStoreServer;
let target: EventStoreDbStore;
let vault: { source: MemoryVault; target: MemoryVault };
const findings: Finding[] = [];

beforeAll(async () => {
  directory = emptyDirectory();
  const store = await openSqliteEventStore({ file: join(directory, 'events.db') });
  await writeRandomLog(store, { seed: 3, accounts: 3, steps: 220, gateways: 3 });
  await store.close();
  source = openSqliteEventReader({ file: join(directory, 'events.db'), pollMs: Infinity });
});
afterAll(async () => {
  await source.close();
  removeDirectories();
});

/** `appendTimeoutMs`: how long an answer is waited for that is lost. */
async function emptyTarget(appendTimeoutMs = 20_000): Promise<void> {
  server = await EventStoreServer.start();
  target = await openEventStoreDb({ url: server.url, appendTimeoutMs });
  vault = { source: new MemoryVault(MASTER), target: new MemoryVault(MASTER) };
  await vault.source.create('cus_1');
  await vault.source.erase('cus_2');
  findings.length = 0;
}
afterEach(async () => {
  await target?.close();
  server?.down();
});

const run = (changes: { source?: EventReader; target?: EventStore } = {}): Promise<Migrated> =>
  migrate({ source, target, vault, onFinding: (finding) => findings.push(finding), patienceMs: 60_000, ...changes });

/** The target, with something done before or behind each append. */
function around(hooks: { before?: (count: number) => void; behind?: (count: number) => void }): EventStore {
  let count = 0;
  const append: EventStore['append'] = async (...wanted) => {
    count += 1;
    hooks.before?.(count);
    const appended = await target.append(...wanted);
    hooks.behind?.(count);
    return appended;
  };
  return new Proxy(target, { get: (store, name) => (name === 'append' ? append : (Reflect.get(store, name, store) as unknown)) });
}

class Killed extends Error {}

async function eventsOf(reader: EventReader): Promise<RawEvent[]> {
  const events: RawEvent[] = [];
  for await (const event of reader.scan({ after: 0n })) events.push(event);
  return events;
}

/** As `tokenok export` writes them, but for the positions. */
const linesOf = async (reader: EventReader): Promise<string[]> =>
  (await eventsOf(reader)).map((event) => exportLine({ ...event, position: 0n }));

describe('moving the events', () => {
  it('gives the same lines in the same order, whenever it is stopped and whatever is lost on the way', async () => {
    await emptyTarget(150);
    const random = new Random(5);
    let kills = 0;
    for (;;) {
      const [killedAt, afterwards] = [1 + random.below(60), random.chance(0.5)];
      const kill = (count: number): void => {
        const dice = random.below(25);
        if (dice === 0) server.faults.lostAcks = 1;
        if (dice === 1) server.faults.lostAppends = 1;
        if (dice === 2) server.faults.brokenCalls = 1;
        if (count === killedAt) throw new Killed();
      };
      const ended = await run({ target: around(afterwards ? { behind: kill } : { before: kill }) }).catch((fault: unknown) => fault);
      if (!(ended instanceof Killed)) {
        expect(ended).toMatchObject({ holds: true });
        break;
      }
      kills += 1;
    }
    expect(kills).toBeGreaterThan(4);
    const lines = await linesOf(source);
    expect(lines.length).toBeGreaterThan(RECORDED);
    expect(await linesOf(target)).toEqual(lines);
    expect(findings).toEqual([]);
  });

  it('copies nothing when it is run again, nor where the target has gone on since', async () => {
    await emptyTarget();
    const first = await run();
    expect(first).toMatchObject({ holds: true, copied: first.events, beyond: 0n, keys: 1, erased: 1 });
    expect(await run()).toMatchObject({ holds: true, copied: 0n, beyond: 0n });
    await writeRandomLog(target, { seed: 9, accounts: 1, steps: 1 });
    expect(await run()).toMatchObject({ holds: true, copied: 0n, beyond: BigInt(server.log.all.length) - first.events });
  });

  it('goes on behind an append that stands there cut in another way and is not shown yet', async () => {
    await emptyTarget();
    const events = await eventsOf(source);
    const at = events.findIndex(
      ({ stream }, index) => index > 20 && events[index + 1]?.stream === stream && events[index - 1]?.stream !== stream,
    );
    await run({
      target: around({
        behind: () => {
          if (server.log.all.length >= at) throw new Killed();
        },
      }),
    }).catch(() => undefined);
    expect(server.log.all).toHaveLength(at);
    server.log.freezeAll();
    const proposed = JSON.parse((events[at] as RawEvent).text) as { id: string; type: string; data: object; metadata: object };
    const [data, metadata] = [proposed.data, proposed.metadata].map((each) => Buffer.from(JSON.stringify(each))) as [Buffer, Buffer];
    const { stream, revision } = events[at] as RawEvent;
    server.log.append(
      stream,
      [{ ...proposed, contentType: 'application/json', data, metadata }],
      revision === 0n ? 'no_stream' : revision - 1n,
    );
    expect(await run({ target: around({ behind: () => server.log.thawAll() }) })).toMatchObject({ holds: true });
    expect(await linesOf(target)).toEqual(await linesOf(source));
  });

  it('outlives a server that goes away and comes back', async () => {
    await emptyTarget();
    const down = (count: number): void => {
      if (count !== 40) return;
      server.down();
      setTimeout(() => void server.up(), 700);
    };
    expect(await run({ target: around({ behind: down }) })).toMatchObject({ holds: true });
    expect(await linesOf(target)).toEqual(await linesOf(source));
  });
});

describe('what is refused', () => {
  it('a target with events that are not of this log: the stream is named, and nothing is written', async () => {
    await emptyTarget();
    await writeRandomLog(target, { seed: 8, accounts: 1, steps: 3 });
    const there = server.log.all.length;
    await expect(run()).rejects.toMatchObject({
      code: 'COMMAND',
      message: expect.stringMatching(/customer-cus_8x0 revision 0 is not what/),
    });
    expect(server.log.all).toHaveLength(there);
    expect(await vault.target.open('cus_1')).toBeUndefined();
  });

  it('a target that holds other events in a stream behind what is shown', async () => {
    await emptyTarget();
    server.log.freezeAll();
    await writeRandomLog(target, { seed: 3, accounts: 1, steps: 0 }).catch(() => undefined);
    await expect(run()).rejects.toMatchObject({ code: 'COMMAND', message: expect.stringMatching(/ revision 0 is not what the log has/) });
  });

  it('a source in which something does not hold: it is named, and nothing is written', async () => {
    await emptyTarget();
    const damaged = await writtenDirectory(20);
    tamper(damaged, 'events.db', (database) =>
      database.exec(`UPDATE appends SET payload = replace(payload, '"effective"', '"effectivf"') WHERE position = 1`),
    );
    const reader = openSqliteEventReader({ file: join(damaged, 'events.db'), pollMs: Infinity });
    expect(await run({ source: reader })).toMatchObject({ holds: false, copied: 0n });
    expect(findings).toContainEqual(expect.objectContaining({ position: 1n }));
    expect(server.log.all).toEqual([]);
    await reader.close();
  });

  it('a vault with another key for the same person, and a master key that opens none', async () => {
    await emptyTarget();
    await vault.target.create('cus_1');
    await expect(run()).rejects.toMatchObject({ code: 'KEY_EXISTS', subject: 'cus_1' });
    vault = { source: new MemoryVault(new MasterKey(new Uint8Array(32).fill(8))), target: new MemoryVault(MASTER) };
    for await (const key of otherVault()) await vault.source.takeOver(key);
    await expect(run()).rejects.toMatchObject({ code: 'WRONG_KEY' });
    expect(server.log.all).toEqual([]);
  });
});

async function* otherVault(): AsyncIterable<{ subject: string; wrapped: string | null }> {
  const other = new MemoryVault(MASTER);
  await other.create('cus_1');
  yield* other.wrappedKeys();
}

describe('reading back', () => {
  it('names an event that came out otherwise than it went in, or does not come out at all', async () => {
    await emptyTarget();
    const { length } = await linesOf(source);
    const spoil = (): void => {
      const event = server.log.all[100];
      if (server.log.all.length === length && event) event.data[10] = (event.data[10] as number) ^ 1;
    };
    expect(await run({ target: around({ behind: spoil }) })).toMatchObject({ holds: false });
    const { stream, revision } = server.log.all[100] ?? {};
    expect(findings).toContainEqual(expect.objectContaining({ stream, revision, id: server.log.all[100]?.id }));
    expect(findings).toContainEqual(
      expect.objectContaining({ stream, revision, problem: expect.stringMatching(/there stands other bytes/) }),
    );
  });
});

describe('tokenok migrate', () => {
  const engines = { EVENTSTORE_URL: 'esdb://127.0.0.1:9?tls=false', MONGODB_URL: 'mongodb://user:secret@127.0.0.1:9/x' };

  it('does not run without the stores to migrate into, a data directory, or the master key', async () => {
    const written = await writtenDirectory(5);
    const none = await tokenok(['migrate', '--data-dir', written]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/^tokenok: EVENTSTORE_URL and MONGODB_URL are not set/) });
    const nothing = await tokenok(['migrate', '--data-dir', emptyDirectory()], engines);
    expect(nothing).toMatchObject({ code: 2, stderr: expect.stringMatching(/^tokenok: There is no .*events\.db/) });
    rmSync(join(written, 'master-key'));
    const keyless = await tokenok(['migrate', '--data-dir', written], engines);
    expect(keyless).toMatchObject({ code: 2, stderr: expect.stringMatching(/master-key cannot be read/) });
  });

  it('does not run while a gateway holds the directory', async () => {
    const written = await writtenDirectory(5);
    const lock = new DataDirectory(written).lock();
    const { code, stderr } = await tokenok(['migrate', '--data-dir', written], engines);
    lock.release();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(new RegExp(`is held by process ${process.pid}, a gateway`)),
    });
  });

  it('says what does not answer without a password, lets the directory go, and does not mark it', async () => {
    const written = await writtenDirectory(5);
    const { code, stderr } = await tokenok(['migrate', '--data-dir', written], engines);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/tokenok: EventStoreDB cannot be reached/) });
    expect(stderr).not.toContain('secret');
    expect(readdirSync(written)).not.toContain('migrated-to');
    new DataDirectory(written).lock().release();
  });

  it('names the place without credentials', () => {
    expect(placeOf('esdb://admin:p@ss/w?rd@one:2113,two:2113?tls=true')).toBe('EventStoreDB at esdb://one:2113,two:2113');
    expect(placeOf('esdb+discover://cluster.example')).toBe('EventStoreDB at esdb+discover://cluster.example');
    expect(placeOf('esdb://a b')).toBe('EventStoreDB');
  });
});

describe('a directory that was migrated', () => {
  it('starts no gateway until a person removes the mark', async () => {
    const written = await writtenDirectory(5);
    new DataDirectory(written).markMigrated('EventStoreDB at esdb://one:2113');
    const { code, stderr } = await tokenok(['serve', '--data-dir', written], { PORT: '0' });
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/has been migrated to EventStoreDB at esdb:\/\/one:2113: .*remove .*migrated-to\n$/),
    });
    expect((await tokenok(['verify', '--data-dir', written])).code).toBe(0);
    expect((await tokenok(['doctor', '--data-dir', written])).stdout).toMatch(/LOOK +data directory +.*has been migrated to EventStoreDB/);
    new DataDirectory(written).lock().release();
  });

  it('is not migrated a second time, to another place', async () => {
    const written = await writtenDirectory(5);
    new DataDirectory(written).markMigrated('EventStoreDB at esdb://one:2113, 2026-11-24T00:00:00.000Z, 5 events');
    const two = { EVENTSTORE_URL: 'esdb://two:2113?tls=false', MONGODB_URL: 'mongodb://127.0.0.1:9/x' };
    const { code, stderr } = await tokenok(['migrate', '--data-dir', written], two);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/has been migrated to EventStoreDB at esdb:\/\/one:2113, .*remove /),
    });
  });
});
