import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { StreamWriter, unsealed } from '../testing/stream-writer.js';
import { dataDirectory, removeDirectories } from './testing/data-directory.js';
import { openSqliteEventReader, openSqliteEventStore } from './index.js';
import { type SqliteEventStore } from './sqlite.event-store.js';

let file: string;
let store: SqliteEventStore;
let writer: StreamWriter;
beforeEach(async () => {
  file = join(dataDirectory(), 'events.db');
  store = await openSqliteEventStore({ file });
  writer = new StreamWriter(store, 'account-acc_1-2026-11');
});
afterEach(() => store.close());
afterAll(removeDirectories);

describe('the file of events', () => {
  it('shows auditors each event in the view, data and metadata exactly as recorded', async () => {
    const texts = ['ü\u2028😀"\\/\b\u0001\u007f', '', 'x'.repeat(10_000), '\ufffd', '\n\t'];
    const events = unsealed(
      'Made',
      ...texts.map((text) => ({ text, list: [0.1, 1e-7, 5e-324, 123456789012345, -0, null, {}], nested: { ä: [] } })),
    );
    const sealed = writer.seal(...events);
    await store.append(writer.stream, sealed.slice(0, 2), 'no_stream');
    await store.append(writer.stream, sealed.slice(2), 1n);
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare('SELECT * FROM events WHERE stream = ? ORDER BY position').all(writer.stream);
    database.close();
    expect(rows).toEqual(
      sealed.map((event, index) => ({
        ...{ position: index + 1, stream: writer.stream, revision: index, time: '2026-11-01T12:00:00.000Z' },
        ...{ id: event.id, type: event.type, data: event.data, metadata: event.metadata },
      })),
    );
  });

  it.each([
    ['UPDATE appends SET payload = payload'],
    ['DELETE FROM appends'],
    ["UPDATE streams SET name = 'other'"],
    ['DELETE FROM streams'],
  ])('refuses %s', async (sql) => {
    await writer.append(...unsealed('Made', { n: 1 }));
    const database = new DatabaseSync(file);
    expect(() => database.exec(sql)).toThrow(/append-only/);
    database.close();
  });

  it('keeps no index on ids', () => {
    const database = new DatabaseSync(file, { readOnly: true });
    const indexes = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").all();
    database.close();
    expect(indexes.map(({ name }) => name)).toEqual(['appends_by_stream', 'sqlite_autoindex_streams_1']);
  });

  it('is one file once it is closed, even while a reader has it open', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    const reader = openSqliteEventReader({ file });
    await reader.head();
    await store.close();
    const copy = openSqliteEventReader({ file });
    expect(await copy.head()).toBe(1n);
    await Promise.all([reader.close(), copy.close()]);
    const alone = new DatabaseSync(new URL(`file://${file}?immutable=1`), { readOnly: true });
    expect(alone.prepare('SELECT count(*) AS events FROM events').get()).toEqual({ events: 1 });
    alone.close();
  });
});

describe('reading beside the writer', () => {
  it('is possible from another thread, which follows what is appended here', async () => {
    const script = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(workerData.module).then(({ openSqliteEventReader }) => {
        const reader = openSqliteEventReader({ file: workerData.file, pollMs: 5 });
        reader.subscribe({ after: 0n }, (page) => { for (const event of page.events) parentPort.postMessage(event.data.n); });
      });`;
    const module = new URL('./index.js', import.meta.url).href.replace('/libs/event-store/', '/dist/libs/event-store/');
    const thread = new Worker(script, { eval: true, workerData: { file, module } });
    const seen: number[] = [];
    thread.on('message', (n: number) => seen.push(n));
    for (let n = 0; n < 50; n += 1) await writer.append(...unsealed('Made', { n }));
    while (seen.length < 50) await once(thread, 'message');
    await thread.terminate();
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('is woken at once where the head is announced', async () => {
    const heads: bigint[] = [];
    const reader = openSqliteEventReader({ file, pollMs: Infinity });
    const end = store.onAppended((head) => {
      heads.push(head);
      reader.wake();
    });
    const three = Promise.withResolvers<void>();
    const subscription = reader.subscribe({ after: 0n }, (page) => (page.scannedTo === 3n ? three.resolve() : undefined));
    await writer.append(...unsealed('Made', { n: 1 }));
    await writer.append(...unsealed('Made', { n: 2 }, { n: 3 }));
    await three.promise;
    end();
    await writer.append(...unsealed('Made', { n: 4 }));
    expect(heads).toEqual([1n, 3n]);
    await subscription.stop();
    await reader.close();
  });
});

describe('a backup', () => {
  it('is whole and consistent while appends go on', async () => {
    const copy = join(dataDirectory(), 'copy.db');
    for (let n = 0; n < 20; n += 1)
      await writer.append(...unsealed('Made', ...Array.from({ length: 100 }, () => ({ n, text: 'x'.repeat(500) }))));
    let stopped = false;
    const load = (async () => {
      for (let n = 0; !stopped; n += 1) await writer.append(...unsealed('Made', { n }));
    })();
    await store.backup(copy);
    stopped = true;
    await load;
    const reader = openSqliteEventReader({ file: copy });
    const head = await reader.head();
    expect(head).toBeGreaterThanOrEqual(2_000n);
    expect(reader.integrity()).toEqual([]);
    let events = 0n;
    for await (const event of reader.scan({ after: 0n })) expect(event).toMatchObject({ position: (events += 1n) });
    expect(events).toBe(head);
    await reader.close();
  });

  it('overwrites nothing and leaves nothing half done', async () => {
    await expect(store.backup(file)).rejects.toThrow(/exists already/);
    const nowhere = join(dataDirectory(), 'none', 'copy.db');
    await expect(store.backup(nowhere)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(existsSync(`${nowhere}.partial`)).toBe(false);
  });
});
