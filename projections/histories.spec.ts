import fc from 'fast-check';
import { formatAmount, parseAmount } from '#money';
import { ProjectionRunner, rebuildAndCompare, type Projection } from '#projecting';
import type { Commit, ReadModels } from '#read-model';
import { rowsInOrder } from '../libs/read-model/read-model.port.js';
import { nextPeriod } from '#ledger';
import { createMemoryReadModels } from '../libs/read-model/memory/index.js';
import { readerOf } from '../libs/projecting/testing/events-in-memory.js';
import { balances } from './balances/balances.projection.js';
import { accounts } from './accounts/accounts.projection.js';
import { PROJECTIONS, allRequestLogs, readStatement, readTrialBalance } from './index.js';
import { foldPlainly, type Log } from './testing/log.js';
import { accountRow, rowOf } from './testing/account-rows.js';
import { happenings, play } from './testing/histories.js';
import { movement, entryOf } from './postings/postings.js';

/** fast-check prints the seed and the shrunken history of a failure; `FC_SEED` repeats it. */
const seed = Number(process.env['FC_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const settings = (numRuns: number) => ({ numRuns, seed });

async function project(log: Log, options: { readonly pageEvents?: number; readonly models?: ReadModels } = {}): Promise<ReadModels> {
  const { models = createMemoryReadModels(), pageEvents = 1_000 } = options;
  const runner = await ProjectionRunner.open({ events: readerOf(log.events), models, projections: PROJECTIONS, pageEvents });
  await runner.run();
  return models;
}

async function stored(models: ReadModels, projection: Projection): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for await (const { key, json } of models.iterate(projection, { index: 'key' })) rows[key] = JSON.parse(json);
  return rows;
}

const DEATH = new Error('died');
const ignoreDeath = (fault: unknown): void => {
  if (fault !== DEATH) throw fault;
};

/** Stores so many groups of rows one after the other, and then neither rows nor a checkpoint. */
function dying(models: ReadModels, groups: number): ReadModels {
  let left = groups;
  const commit = async (commits: readonly Commit[]): Promise<void> => {
    for (const { collection, checkpoint, ...written } of commits) {
      const before = (await models.checkpoint(collection)) ?? { ...checkpoint, position: 0n, eventId: null };
      for (const rows of rowsInOrder(written)) {
        if (left === 0) throw DEATH;
        left -= 1;
        await models.commit([{ collection, rows, checkpoint: before }]);
      }
    }
    for (const each of commits) await models.commit([{ ...each, rows: [], before: [] }]);
  };
  return new Proxy(models, { get: (target, name) => (name === 'commit' ? commit : bound(target, name)) });
}

const bound = (target: ReadModels, name: string | symbol): unknown => {
  const member: unknown = Reflect.get(target, name);
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
};

describe(`random histories written by the ledger (seed ${seed})`, () => {
  it('give balances that equal the account’s state and the sum of its postings', () =>
    fc.assert(
      fc.property(happenings, (history) => {
        const { log, books } = play(history);
        const rows = foldPlainly(balances, log.events);
        for (const { state } of books) {
          const row = rows[state.id];
          if (!row) continue;
          expect(row).toMatchObject({ available: formatAmount(state.available), held: formatAmount(state.held), frozen: '0.00' });
          const own = log.events.filter(({ stream }) => stream.startsWith(`account-${state.id}-`));
          const total = own.reduce((sum, { data }) => sum + movement(entryOf(data) ?? {}), 0n);
          expect(parseAmount(row.available) + parseAmount(row.held)).toBe(total);
          expect(rowOf(foldPlainly(accounts, own), state.id)).toEqual(accountRow(state));
        }
      }),
      settings(100),
    ));

  it('give the same rows whatever the batches are and wherever the projector was stopped', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }), async (history, pageEvents, stop) => {
        const { log } = play(history);
        const models = createMemoryReadModels();
        const head = { events: log.events.slice(0, stop) } as Log;
        await project(head, { models, pageEvents });
        await project(log, { models, pageEvents });
        for (const projection of PROJECTIONS)
          expect(await stored(models, projection)).toEqual(foldPlainly(projection as Projection, log.events));
      }),
      settings(40),
    ));

  it('give the same rows where a projector died between any two groups of rows, on a store without transactions', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.integer({ min: 1, max: 20 }), fc.infiniteStream(fc.nat(40)), async (history, pageEvents, deaths) => {
        const { log } = play(history);
        const models = createMemoryReadModels();
        for (const groups of deaths.take(3)) await project(log, { models: dying(models, groups), pageEvents }).catch(ignoreDeath);
        await project(log, { models, pageEvents });
        for (const projection of PROJECTIONS)
          expect(await stored(models, projection)).toEqual(foldPlainly(projection as Projection, log.events));
      }),
      settings(40),
    ));

  it('give a rebuild that equals what is live, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.integer({ min: 1, max: 20 }), async (history, pageEvents) => {
        const { log } = play(history);
        const live = await project(log, { pageEvents });
        const options = { events: readerOf(log.events), live, scratch: createMemoryReadModels(), projections: PROJECTIONS };
        for (const { problem } of await rebuildAndCompare(options)) expect(problem).toBeUndefined();
      }),
      settings(40),
    ));

  it('give statements that lead from opening to closing and into the next month, and agree with the request log', () =>
    fc.assert(
      fc.asyncProperty(happenings, async (history) => {
        const { log, books } = play(history);
        const models = await project(log);
        const source = { models, events: readerOf(log.events) };
        expect((await readTrialBalance(models)).balanced).toBe(true);
        for (const { state } of books) {
          let [last, used] = ['0.00', 0n];
          for (let period = '2026-10'; period <= state.period; period = nextPeriod(period)) {
            const statement = await readStatement(source, { account: state.id, currency: 'USD', timeZone: 'UTC' }, period);
            expect(statement.opening).toBe(last);
            let balance = statement.opening;
            for await (const line of statement.lines()) {
              balance = formatAmount(parseAmount(balance) + parseAmount(line.amount));
              expect(line.balance).toBe(balance);
              if (line.type === 'usage') used -= parseAmount(line.amount);
            }
            expect(statement.closing).toBe(balance);
            last = statement.closing;
          }
          let charged = 0n;
          for await (const row of allRequestLogs(source, { account: state.id })) charged += parseAmount(row.charge);
          expect(charged).toBe(used);
        }
      }),
      settings(40),
    ));
});
