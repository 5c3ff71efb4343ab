import { MongoClient, type CommandStartedEvent, type Document } from 'mongodb';
import { MongoConnection } from '#mongodb';
import { ProjectionRunner, rebuildAndCompare } from '#projecting';
import type { CollectionSpec, RowReader } from '#read-model';
import type { IndexValue } from '../libs/read-model/read-model.port.js';
import { openMongoReadModels, openMongoRowReader } from '#read-model/mongodb';
import { openMongoScratch } from '#projecting/mongodb';
import { MongoRowReader } from '../libs/read-model/mongodb/mongodb.row-reader.js';
import { readerOf } from '../libs/projecting/testing/events-in-memory.js';
import { grant, hold, meter, payment } from '../libs/ledger/testing/account.commands.js';
import { MONGODB_URL, TestDatabases } from '../test/support/mongodb/database.js';
import {
  PROJECTIONS,
  accountSnapshots,
  accountsAsOf,
  accountsWithDueExpiry,
  accountsWithOpenHolds,
  accountsWithUnclosedPeriod,
  allRequestLogs,
  answersKept,
  contradictedPayments,
  findUnmatched,
  listUnmatched,
  openClaims,
  readAuditLog,
  readBalance,
  readDirectory,
  readReceipt,
  readRequestLogs,
  readStatement,
  readTrialBalance,
  readUncollected,
  readUsage,
} from './index.js';
import { given } from './testing/given.js';

const databases = new TestDatabases();
const place = databases.next();
const client = new MongoClient(MONGODB_URL, { monitorCommands: true });
const db = client.db(place.database);
const asked: Document[] = [];
client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
  if (commandName === 'find') asked.push(command);
});
let models: RowReader;

const minute = (n: number) => `2026-11-10T12:${String(n).padStart(2, '0')}:00.000Z`;
const requests = ['req_a', 'req_b', 'req_c'].flatMap((request, n) => [
  hold('0.10', { request: { request, key: 'key_1' } }),
  meter(request === 'req_c' ? '0.15' : '0.05', { request, at: minute(n), keptAtProvider: [`hash_${request}`] }),
]);
const commands = [payment('8.00'), grant('promo', '1.00', { expiresAt: minute(30) }), ...requests];
const { log } = given(...commands, hold('0.10', { request: { request: 'req_open' }, at: minute(9) }));
const admin = (n: number) => ({ stream: `s-${n}`, type: 'Done', data: {}, at: minute(n), actor: 'admin:a' });
const seen = (n: number) => ({ stream: `payment-x-${n}`, type: 'PaymentSeen', data: {}, at: minute(n) });
const unmatched = { id: 'unm_1', payment_provider: 'x', payment: '3', reason: 'customer_unknown', customer: null, facts: 'v1.a', facts_hash: 'h', bytes: 9, received: null }; // prettier-ignore
log.add(admin(1), admin(2), seen(1), seen(2), { stream: 'payment-x-1', type: 'PaymentContradicted', data: {} });
log.add({ stream: 'payment-x-3', type: 'PaymentUnmatched', data: unmatched });
const events = readerOf(log.events);

beforeAll(async () => {
  const writer = await openMongoReadModels(place);
  await (await ProjectionRunner.open({ events, models: writer, projections: PROJECTIONS })).run();
  await writer.close();
  models = new MongoRowReader(new MongoConnection(client, db, (message, cause) => new Error(message, cause)));
});

afterAll(async () => {
  await models.close();
  await databases.close();
});

/** Stages of the plan of each command that was sent since, with the names of the indexes. */
async function plansOf(ask: () => Promise<unknown>): Promise<{ stages: Set<string>; indexes: Set<string> }> {
  asked.length = 0;
  await ask();
  const [stages, indexes] = [new Set<string>(), new Set<string>()];
  const visit = (plan: Document): void => {
    if (typeof plan['stage'] === 'string') stages.add(plan['stage'].replace(/^(IDHACK|EXPRESS_.*)$/, 'IXSCAN'));
    if (typeof plan['indexName'] === 'string') indexes.add(plan['indexName']);
    for (const inner of Object.values(plan)) if (typeof inner === 'object' && inner !== null) visit(inner as Document);
  };
  expect(asked.length).toBeGreaterThan(0);
  for (const sent of [...asked]) {
    const query = ['find', 'filter', 'sort', 'limit', 'projection'].filter((part) => sent[part] !== undefined);
    const command = Object.fromEntries(query.map((part) => [part, sent[part] as unknown]));
    const { queryPlanner } = (await db.command({ explain: command, verbosity: 'queryPlanner' })) as { queryPlanner: Document };
    visit(queryPlanner['winningPlan'] as Document);
  }
  return { stages, indexes };
}

const ALLOWED = ['FETCH', 'IXSCAN', 'LIMIT', 'PROJECTION_SIMPLE', 'PROJECTION_DEFAULT'];

const QUESTIONS: Record<string, () => Promise<unknown>> = {
  accountSnapshots: () => accountSnapshots(models, () => undefined).find('acc_1'),
  accountsAsOf: () => accountsAsOf(models),
  accountsWithOpenHolds: () => Array.fromAsync(accountsWithOpenHolds(models)),
  accountsWithDueExpiry: () => Array.fromAsync(accountsWithDueExpiry(models, minute(30))),
  accountsWithUnclosedPeriod: () => Array.fromAsync(accountsWithUnclosedPeriod(models, '2026-12')),
  'the audit log': () => everyPage((page) => readAuditLog(models, page)),
  'the audit log of one admin': () => everyPage((page) => readAuditLog(models, { ...page, actor: 'admin:a' })),
  readBalance: () => readBalance(models, 'acc_1'),
  answersKept: () => answersKept(models, 'acc_1', 'hash_req_a'),
  openClaims: () => Array.fromAsync(openClaims(models)),
  contradictedPayments: () => everyPage((page) => contradictedPayments(models, page)),
  listUnmatched: () => everyPage((page) => listUnmatched(models, page)),
  findUnmatched: () => findUnmatched(models, 'unm_1'),
  readUncollected: () => everyPage((page) => readUncollected(models, page)),
  readDirectory: () => readDirectory(models),
  'the request log': () => everyPage((page) => readRequestLogs({ models, events }, { ...page, account: 'acc_1' })),
  'the request log of a key and a time': () =>
    everyPage((page) =>
      readRequestLogs({ models, events }, { ...page, account: 'acc_1', key: 'key_1', from: minute(0), before: minute(9) }),
    ),
  allRequestLogs: () => Array.fromAsync(allRequestLogs({ models, events }, { account: 'acc_1', from: minute(1) })),
  readReceipt: () => readReceipt({ models, events }, 'acc_1', 'req_a'),
  readStatement: async () => {
    for (const period of ['2026-10', '2026-11', '2026-12']) {
      const statement = await readStatement({ models, events }, { account: 'acc_1', currency: 'USD', timeZone: 'UTC' }, period);
      await Array.fromAsync(statement.lines());
    }
  },
  readTrialBalance: () => readTrialBalance(models),
  readUsage: () => everyPage((page) => readUsage(models, { ...page, account: 'acc_1', timeZone: 'UTC' })),
};

async function everyPage(
  read: (page: { limit: number; cursor?: string }) => Promise<{ readonly rows: readonly unknown[]; readonly next: string | undefined }>,
): Promise<void> {
  let page = await read({ limit: 1 });
  expect(page.rows).toHaveLength(1);
  while (page.next !== undefined) page = await read({ limit: 1, cursor: page.next });
}

/** Each index from its start, from a value, below a value, behind a row, equal in its first field. */
async function askEvery(projection: CollectionSpec, index: string, order: 'ascending' | 'descending'): Promise<void> {
  const first = await models.find(projection, { index, order, limit: 1 });
  const row = JSON.parse(first.rows[0]?.json ?? '{}') as Record<string, IndexValue>;
  const [leading, next] = (projection.indexes[index] ?? []).map((field) => row[field]);
  const bound = leading ?? first.rows[0]?.key ?? '';
  for (const bounds of [{ from: bound }, { before: bound }, { from: '', before: bound }])
    await models.find(projection, { index, order, limit: 1, ...bounds });
  if (leading !== undefined) await models.find(projection, { index, order, limit: 1, equals: [leading] });
  if (leading !== undefined && next !== undefined) await models.find(projection, { index, order, limit: 1, equals: [leading], from: next });
  if (first.next !== undefined) await models.find(projection, { index, order, limit: 1, cursor: first.next });
}

describe('on MongoDB, by the plans of the server', () => {
  it.each(Object.keys(QUESTIONS))('%s reads an index and sorts nothing', async (name) => {
    const { stages } = await plansOf(QUESTIONS[name] as () => Promise<unknown>);
    expect(ALLOWED).toEqual(expect.arrayContaining([...stages]));
    expect(stages).toContain('IXSCAN');
  });

  it.each(
    PROJECTIONS.flatMap((projection) => [...Object.keys(projection.indexes), 'key'].map((index) => [projection.name, index] as const)),
  )('%s by %s is read from that index, forwards and backwards, within bounds and behind a cursor', async (name, index) => {
    const projection = PROJECTIONS.find((each) => each.name === name) as CollectionSpec;
    for (const order of ['ascending', 'descending'] as const) {
      const { stages, indexes } = await plansOf(() => askEvery(projection, index, order));
      expect(ALLOWED).toEqual(expect.arrayContaining([...stages]));
      expect(indexes).toContain(index);
      expect([index, '_id_']).toEqual(expect.arrayContaining([...indexes]));
    }
  });
});

describe('every projection on MongoDB', () => {
  it('equals a rebuild beside it, row by row, which leaves nothing behind', async () => {
    const live = await openMongoRowReader(place);
    const scratch = await openMongoScratch({ ...place, holder: 'rebuild' });
    for (const { name, problem, rows } of await rebuildAndCompare({ events, live, scratch, projections: PROJECTIONS })) {
      expect({ name, problem }).toEqual({ name, problem: undefined });
      if (name !== 'directory') expect(rows).toBeGreaterThan(0);
    }
    await scratch.close();
    await live.close();
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('scratch_'))).toEqual([]);
  });
});
