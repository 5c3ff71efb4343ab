import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY_TIP, seal } from '../chain.js';
import { WithdrawnError } from '../errors.js';
import { StreamWriter, unsealed } from '../testing/stream-writer.js';
import { dataDirectory, removeDirectories } from './testing/data-directory.js';
import { openSqliteEventReader, openSqliteEventStore } from './index.js';
import { type SqliteEventStore } from './sqlite.event-store.js';
import { SqliteBatcher } from './sqlite.batcher.js';

const mounted: string[] = [];
const big = (): ReturnType<typeof unsealed> => unsealed('Made', { text: 'x'.repeat(100_000) });

/** A file system of its own, where this user may mount one. */
function tmpfs(options: string): string | undefined {
  const directory = dataDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory], { stdio: 'ignore' });
    mounted.push(directory);
    return directory;
  } catch {
    return undefined;
  }
}

async function fill(store: SqliteEventStore, writer: StreamWriter): Promise<number> {
  for (let written = 0; ; written += 1) {
    const failure = await writer.append(...big()).then(
      () => undefined,
      (error: { code: string }) => error,
    );
    if (failure) {
      expect(failure).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(/disk.*full|full/) });
      expect(await store.head()).toBe(BigInt(written));
      return written;
    }
  }
}

afterEach(() => {
  for (const directory of mounted.splice(0)) execFileSync('umount', ['-l', directory]);
});
afterAll(removeDirectories);

describe('a disk without room', () => {
  it('makes appends Unavailable, leaves nothing half done, and takes them again when there is room', async () => {
    const directory = tmpfs('size=6m');
    if (directory === undefined) return console.warn('not run: no tmpfs may be mounted here');
    const [file, filler] = [join(directory, 'events.db'), join(directory, 'filler')];
    writeFileSync(filler, Buffer.alloc(3_000_000));
    const store = await openSqliteEventStore({ file });
    const writer = new StreamWriter(store, 'a');
    const written = await fill(store, writer);
    expect(written).toBeGreaterThan(3);
    await expect(Promise.all(Array.from({ length: 5 }, () => writer.append(...big())))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await store.readStream('a')).toHaveLength(written);
    await expect(store.probe()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(/disk is full/) });
    rmSync(filler);
    await store.probe();
    await writer.append(...big());
    await store.close();
    const reader = openSqliteEventReader({ file });
    expect(reader.integrity()).toEqual([]);
    expect(await reader.head()).toBe(BigInt(written) + 1n);
    await reader.close();
  });

  it('is also kept to where the file may only grow to a limit', async () => {
    const store = await openSqliteEventStore({ file: join(dataDirectory(), 'events.db'), maxPages: 200 });
    const writer = new StreamWriter(store, 'a');
    const written = await fill(store, writer);
    await writer.append(...unsealed('Made', { n: 'small enough' }));
    expect(await store.head()).toBe(BigInt(written) + 1n);
    await store.close();
  });
});

describe('a file that cannot be opened', () => {
  it.each([
    ['no database', (file: string) => writeFileSync(file, 'x'.repeat(10_000)), /not a SQLite database/],
    ['another database', (file: string) => new DatabaseSync(file).exec('CREATE TABLE t (x)'), /not of events/],
    [
      'a later format',
      (file: string) => new DatabaseSync(file).exec('PRAGMA application_id = 1414227318; PRAGMA user_version = 2; CREATE TABLE t (x)'),
      /format is 2/,
    ],
    ['a directory', (file: string) => mkdirSync(file), /it is no file/],
  ])('is refused with its cause: %s', async (_, make, cause) => {
    const file = join(dataDirectory(), 'events.db');
    make(file);
    await expect(openSqliteEventStore({ file })).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(cause) });
    expect(() => openSqliteEventReader({ file })).toThrow(cause);
  });

  it('is refused when its schema or its first page is damaged', async () => {
    const file = join(dataDirectory(), 'events.db');
    await (await openSqliteEventStore({ file })).close();
    const bytes = readFileSync(file);
    bytes.write('positiom', bytes.indexOf('position INTEGER PRIMARY'));
    writeFileSync(file, bytes);
    expect(() => openSqliteEventReader({ file })).toThrow(/schema is damaged/);
    bytes.write('X', 0);
    writeFileSync(file, bytes);
    await expect(openSqliteEventStore({ file })).rejects.toThrow(/not a SQLite database/);
  });

  it('is refused when its directory is missing or read-only, and can still be read there', async () => {
    await expect(openSqliteEventStore({ file: join(dataDirectory(), 'none', 'events.db') })).rejects.toThrow(/directory does not exist/);
    expect(() => openSqliteEventReader({ file: join(dataDirectory(), 'events.db') })).toThrow(/no such file/);
    const root = process.getuid?.() === 0;
    const directory = root ? tmpfs('size=4m') : dataDirectory();
    if (directory === undefined) return console.warn('not run: no tmpfs may be mounted here');
    const file = join(directory, 'events.db');
    const store = await openSqliteEventStore({ file });
    await new StreamWriter(store, 'a').append(...unsealed('Made', { n: 1 }));
    await store.close();
    if (root) execFileSync('mount', ['-o', 'remount,ro', directory]);
    else chmodSync(directory, 0o500);
    await expect(openSqliteEventStore({ file })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/read-only/),
    });
    await expect(openSqliteEventStore({ file: join(directory, 'new.db') })).rejects.toThrow(/read-only/);
    const reader = openSqliteEventReader({ file });
    expect(await reader.readStream('a')).toHaveLength(1);
    await reader.close();
    if (!root) chmodSync(directory, 0o700);
  });
});

describe('a writer that does not answer', () => {
  /** Takes the write lock, as a backup tool or a second writer might. */
  function lock(file: string): DatabaseSync {
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    return other;
  }

  it('gives up what it cannot begin, wherever that waits, and nothing of it is ever written', async () => {
    const file = join(dataDirectory(), 'events.db');
    const store = await openSqliteEventStore({ file, maxBatch: 2, maxInFlight: 2 });
    const other = lock(file);
    // two are given to the writer, which waits for the lock with them; two are given to it next; the others wait here
    const appends = Array.from({ length: 6 }, (_, index) => new StreamWriter(store, `s-${index}`).seal(...unsealed('Made', { n: 1 })));
    const appended = appends.map((events, index) => {
      return store.append(`s-${index}`, events, 'no_stream', index % 2 === 0 ? { timeoutMs: 100 } : { timeoutMs: 60_000, withdrawMs: 100 });
    });
    for (const { reason } of (await Promise.allSettled(appended)) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(WithdrawnError);
      expect(reason).toMatchObject({ code: 'UNAVAILABLE' });
    }
    const kept = store.append('kept', new StreamWriter(store, 'kept').seal(...unsealed('Made', { n: 1 })), 'no_stream');
    other.exec('COMMIT');
    other.close();
    await kept;
    expect((await store.readAll({ after: 0n, max: 10 })).events.map(({ stream }) => stream)).toEqual(['kept']);
    await expect(store.append('s-0', appends[0] ?? [], 'no_stream')).resolves.toMatchObject({ duplicate: false });
    await store.close();
  });

  it('withdraws some of a batch, and writes the others', async () => {
    const file = join(dataDirectory(), 'events.db');
    const store = await openSqliteEventStore({ file });
    const other = lock(file);
    const appends = Array.from({ length: 8 }, (_, index) => {
      const events = new StreamWriter(store, `s-${index}`).seal(...unsealed('Made', { n: 1 }));
      return store.append(`s-${index}`, events, 'no_stream', index % 2 === 0 ? { timeoutMs: 50 } : {});
    });
    await Promise.allSettled(appends.filter((_, index) => index % 2 === 0));
    other.exec('COMMIT');
    other.close();
    const settled = await Promise.allSettled(appends);
    expect(settled.map(({ status }) => status)).toEqual(appends.map((_, index) => (index % 2 === 0 ? 'rejected' : 'fulfilled')));
    expect((await store.readAll({ after: 0n, max: 10 })).events.map(({ stream }) => stream)).toEqual(['s-1', 's-3', 's-5', 's-7']);
    await store.close();
  });

  it('makes room for others with what it gives up', async () => {
    const file = join(dataDirectory(), 'events.db');
    const store = await openSqliteEventStore({ file, maxBatch: 1, maxInFlight: 1, maxWaiting: 3 });
    const other = lock(file);
    const append = (stream: string, timeoutMs: number) =>
      store.append(stream, new StreamWriter(store, stream).seal(...unsealed('Made', { n: 1 })), 'no_stream', { timeoutMs });
    const first = append('first', 4_000);
    await sleep(20);
    await Promise.allSettled(['a', 'b', 'c'].map((stream) => append(stream, 50)));
    const later = ['d', 'e', 'f'].map((stream) => append(stream, 4_000));
    other.exec('COMMIT');
    other.close();
    await Promise.all([first, ...later]);
    expect(await store.head()).toBe(4n);
    await store.close();
  });

  it('says why nothing can be written, and when it can be again', async () => {
    const file = join(dataDirectory(), 'events.db');
    const store = await openSqliteEventStore({ file });
    await store.probe();
    expect(await store.head()).toBe(0n);
    const other = lock(file);
    await expect(store.probe()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(/holds the lock/) });
    const stuck = store.append('a', new StreamWriter(store, 'a').seal(...unsealed('Made', { n: 1 })), 'no_stream');
    await expect(store.probe()).rejects.toThrow(/lock/);
    other.exec('COMMIT');
    other.close();
    await stuck;
    await store.probe();
    await store.close();
    await expect(store.probe()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('bounds what waits for it', async () => {
    const file = join(dataDirectory(), 'events.db');
    const store = await openSqliteEventStore({ file, maxBatch: 1, maxInFlight: 1, maxWaiting: 3 });
    const other = lock(file);
    const appends = Array.from({ length: 8 }, (_, index) => new StreamWriter(store, `s-${index}`).append(...unsealed('Made', { n: 1 })));
    const settled = Promise.allSettled(appends);
    await sleep(50);
    other.exec('COMMIT');
    other.close();
    const refused = (await settled).filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(refused[0]?.reason).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('waiting') });
    await store.close();
  });

  it('has surely not written what waited for the lock when its thread dies, and is Unavailable from then on', async () => {
    const file = join(dataDirectory(), 'events.db');
    const batcher = await SqliteBatcher.open({ file }, () => undefined);
    const other = lock(file);
    const sealed = seal('a', EMPTY_TIP, unsealed('Made', { n: 1 })).events;
    const append = expect(batcher.append('a', sealed, 'no_stream')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await sleep(50);
    const ended = batcher.worker.terminate();
    other.exec('ROLLBACK');
    other.close();
    await ended;
    await append;
    await expect(batcher.append('a', sealed, 'no_stream')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('stopped'),
    });
    await batcher.close();
    const again = await openSqliteEventStore({ file });
    await again.append('a', sealed, 'no_stream');
    await again.close();
  });

  it('notices what another connection wrote, and goes on behind it', async () => {
    const file = join(dataDirectory(), 'events.db');
    const [one, two] = [await openSqliteEventStore({ file }), await openSqliteEventStore({ file })];
    const writer = new StreamWriter(one, 'a');
    await writer.append(...unsealed('Made', { n: 1 }));
    const copy = new StreamWriter(two, 'a');
    copy.tip = writer.tip;
    await copy.append(...unsealed('Made', { n: 2 }));
    await expect(writer.append(...unsealed('Made', { n: 3 }))).rejects.toMatchObject({ code: 'CONFLICT', expected: 0n, actual: 1n });
    await expect(new StreamWriter(one, 'b').append(...unsealed('Made', { n: 4 }))).resolves.toMatchObject({ position: 3n });
    await Promise.all([one.close(), two.close()]);
  });
});
