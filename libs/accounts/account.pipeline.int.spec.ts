import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { WithdrawnError, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { SqliteBatcher } from '../event-store/sqlite/sqlite.batcher.js';
import { hold, meter, payment } from '../ledger/testing/account.commands.js';
import type { Executed } from './index.js';
import { Office, auditedEvents, originOf } from './testing/office.js';

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

const request = (id: string | number) => ({ request: { request: `req_${id}` } });
const inMs = (ms: number): number => performance.now() + ms;
const codeOf = (each: PromiseSettledResult<Executed>) =>
  each.status === 'rejected' ? (each.reason as { code: string }).code : (each.value.refusal?.code ?? 'accepted');

async function anOffice(options: { readonly maxPages?: number } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'tokenok-pipeline-'));
  directories.push(directory);
  const file = join(directory, 'events.db');
  const store = await openSqliteEventStore({ file, ...options });
  const office = new Office(store);
  await office.execute(payment('5.00'));
  return { file, store, office };
}

/** Takes the write lock, as a backup tool or a second writer might. */
function lock(file: string): () => void {
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

const held = async (store: EventStore) =>
  (await auditedEvents(store)).filter(({ type }) => type === 'RequestRouted').map(({ data }) => data['request']);

/** One behind the other, on their way to the writer. */
async function twoUnderWay({ office }: { readonly office: Office }, untilMs: readonly [number, number]) {
  const first = office.execute(hold('2.00', request(1)), originOf(), untilMs[0]);
  await sleep(10);
  const second = office.execute(hold('2.00', request(2)), originOf(), untilMs[1]);
  await sleep(10);
  return { first, second, both: Promise.allSettled([first, second]) };
}

describe('appends behind one that is under way, on the embedded engine', () => {
  it('are withdrawn with it, and decided anew for those who have time', async () => {
    const world = await anOffice();
    const unlock = lock(world.file);
    const { first, second } = await twoUnderWay(world, [inMs(100), inMs(4_000)]);
    await expect(first).rejects.toBeInstanceOf(WithdrawnError);
    unlock();
    expect((await second).refusal).toBeUndefined();
    expect(await held(world.store)).toEqual(['req_2']);
    await world.store.close();
  });

  it('are withdrawn alone where only their own time is up', async () => {
    const world = await anOffice();
    const unlock = lock(world.file);
    const { first, second } = await twoUnderWay(world, [inMs(4_000), inMs(100)]);
    await expect(second).rejects.toBeInstanceOf(WithdrawnError);
    unlock();
    expect((await first).refusal).toBeUndefined();
    expect(await held(world.store)).toEqual(['req_1']);
    await world.store.close();
  });

  it('are not needed to be told in time: a refusal that rests on one waits no longer than it may', async () => {
    const world = await anOffice();
    const unlock = lock(world.file);
    const first = world.office.execute(hold('5.00', request(1)), originOf(), inMs(4_000));
    await sleep(10);
    await expect(world.office.execute(hold('1.00', request(2)), originOf(), inMs(100))).rejects.toBeInstanceOf(WithdrawnError);
    unlock();
    expect((await first).refusal).toBeUndefined();
    await world.store.close();
  });

  it('are written to their end by a stop', async () => {
    const world = await anOffice();
    const unlock = lock(world.file);
    const { both } = await twoUnderWay(world, [Infinity, Infinity]);
    const closed = world.store.close();
    unlock();
    await closed;
    expect((await both).map(codeOf)).toEqual(['accepted', 'accepted']);
    const again = await openSqliteEventStore({ file: world.file });
    expect(await held(again)).toEqual(['req_1', 'req_2']);
    await again.close();
  });

  it('have surely not been written where the thread died before it had the lock', async () => {
    const { file, store } = await anOffice();
    const batcher = await SqliteBatcher.open({ file }, () => undefined);
    const append: EventStore['append'] = (...asked) => batcher.append(...asked);
    const office = new Office({ ...store, append });
    await office.accounts.open('acc_1');
    const unlock = lock(file);
    const { both } = await twoUnderWay({ office }, [Infinity, Infinity]);
    await batcher.worker.terminate();
    unlock();
    expect((await both).map(codeOf)).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
    expect(await held(store)).toEqual([]);
    await store.close();
  });

  it('fail with it where another process has written in between, and all is decided on what that left', async () => {
    const world = await anOffice();
    const other = new Office(await openSqliteEventStore({ file: world.file }));
    await other.accounts.open('acc_1');
    const unlock = lock(world.file);
    const theirs = other.execute(hold('3.00', request('theirs')));
    const { both } = await twoUnderWay(world, [Infinity, Infinity]);
    unlock();
    const told = [...(await both), ...(await Promise.allSettled([theirs]))].map(codeOf);
    const accepted = ['req_1', 'req_2', 'req_theirs'].filter((_, index) => told[index] === 'accepted');
    expect(accepted).toHaveLength(2); // all three would be 7.00 of 5.00
    expect([...(await held(world.store))].sort()).toEqual(accepted);
    await Promise.all([world.store.close(), other.store.close()]);
  });

  it('and a disk that is full: what was told is what stands', async () => {
    const { store, office } = await anOffice({ maxPages: 60 });
    const told: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      const ids = Array.from({ length: 12 }, (_, index) => `${round}_${index}`);
      await Promise.allSettled(
        ids.map(async (id, index) => {
          await sleep(index % 4);
          const { refusal } = await office.execute(hold('0.01', request(id)));
          if (refusal) throw new Error(refusal.message);
          told.push(`req_${id}`);
          await office.execute(meter('0.00', request(id).request)).catch(() => undefined);
        }),
      );
    }
    expect(told.length).toBeGreaterThan(10);
    expect(told.length).toBeLessThan(480);
    expect([...(await held(store))].sort()).toEqual(told.sort());
    await store.close();
  });
});
