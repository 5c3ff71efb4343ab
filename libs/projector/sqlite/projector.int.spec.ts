import fc from 'fast-check';
import { EMPTY_TIP, seal, type StreamTip } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { type SqliteEventStore } from '../../event-store/sqlite/sqlite.event-store.js';
import { PROJECTIONS, readBalance, readRequestLogs, readStatement, readTrialBalance } from '#projections';
import { openSqliteRowReader } from '#read-model/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { happenings, play } from '../../../projections/testing/histories.js';
import type { Log } from '../../../projections/testing/log.js';
import { startProjector } from './projector.js';
import { rebuild } from '../testing/rebuild.js';

const dataDir = mkdtempSync(join(tmpdir(), 'projector-'));
const at = (file: string) => join(dataDir, file);
const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.reverse()) await close();
  rmSync(dataDir, { recursive: true });
});

/** A long history of two accounts, the same at every run. */
const { log, books } = play(fc.sample(happenings, { seed: 7, numRuns: 8 }).flat());
const half = Math.trunc(log.events.length / 2);
const tips = new Map<string, StreamTip>();

async function append(store: SqliteEventStore, events: Log['events']): Promise<bigint> {
  let position = 0n;
  for (const { stream, id, type, data, metadata } of events) {
    const tip = tips.get(stream) ?? EMPTY_TIP;
    const { hash: _hash, prev: _prev, ...rest } = metadata;
    const sealed = seal(stream, tip, [{ id, type, data, metadata: rest }]);
    ({ position } = await store.append(stream, sealed.events, tip.revision));
    tips.set(stream, sealed.tip);
  }
  return position;
}

describe('the projector in a thread, over the real stores', () => {
  it('follows the log while it grows, goes on after a restart, and equals a rebuild, beside it and alone', async () => {
    const store = await openSqliteEventStore({ file: at('events.db') });
    const options = { eventsFile: at('events.db'), readModelsFile: at('read-models.db'), events: store };
    closers.push(() => store.close());
    const first = await startProjector(options);
    closers.push(() => first.close());
    store.onAppended((head) => first.headMoved(head));
    expect(await first.waitFor(await append(store, log.events.slice(0, half)), 30_000)).toBe(true);
    await first.close();

    const head = await append(store, log.events.slice(half));
    const second = await startProjector(options);
    closers.push(() => second.close());
    expect(await second.waitFor(head, 30_000)).toBe(true);
    expect(await second.problem()).toBeUndefined();
    expect(await second.status()).toMatchObject({ state: 'running', head: String(head), behind: '0', oldestUnread: null });

    const models = openSqliteRowReader({ file: at('read-models.db') });
    for (const { state } of books) {
      const { row } = await readBalance(models, state.id);
      const statement = await readStatement(
        { models, events: store },
        { account: state.id, currency: 'USD', timeZone: 'UTC' },
        state.period,
      );
      expect(Number(row?.available) + Number(row?.held)).toBeCloseTo(Number(statement.closing), 9);
      expect((await readRequestLogs({ models, events: store }, { account: state.id, limit: 1_000 })).rows.length).toBeGreaterThan(5);
    }
    expect(await readTrialBalance(models)).toMatchObject({ balanced: true, asOf: head });
    await models.close();

    const beside = await rebuild({ dataDir });
    expect(beside.map(({ problem }) => problem)).toEqual(PROJECTIONS.map(() => undefined));
    await second.close();
    await store.close();
    const alone = await rebuild({ dataDir, names: ['balances', 'accounts'] });
    expect(alone).toMatchObject([
      { name: 'balances', position: head, rows: 2, problem: undefined },
      { name: 'accounts', position: head, rows: 2, problem: undefined },
    ]);
  });

  it('finds one changed digit in a row', async () => {
    const database = new DatabaseSync(at('read-models.db'));
    database.exec(`UPDATE "balances@1" SET json = replace(json, '"currency":"USD"', '"currency":"USX"') WHERE key = 'acc_1'`);
    database.close();
    expect(await rebuild({ dataDir, names: ['balances'] })).toMatchObject([
      { problem: 'holds another row acc_1 than follows from the events', difference: { key: 'acc_1' } },
    ]);
  });

  it('refuses to rebuild what there is not, by name', async () => {
    await expect(rebuild({ dataDir, names: ['balance'] })).rejects.toThrow('There is no projection balance: there are balances,');
  });
});
