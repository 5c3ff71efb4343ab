import type { JsonObject } from '#event-store';
import { freezeAccount, type LotRecord } from '#ledger';
import { ProjectionRunner } from '#projecting';
import { RowKeeper } from '#read-model/sqlite';
import { UnknownCursorError, rowsOf, type Checkpoint, type ReadModels } from '#read-model';
import { createMemoryReadModels } from '../libs/read-model/memory/index.js';
import { readerOf } from '../libs/projecting/testing/events-in-memory.js';
import { claim, failure, grant, hold, meter, payment } from '../libs/ledger/testing/account.commands.js';
import type { AccountCommand } from '../libs/ledger/account/account.commands.js';
import {
  PROJECTIONS,
  accountSnapshots,
  accountsWithDueExpiry,
  accountsWithOpenHolds,
  accountsWithOpenWork,
  accountsWithUnclosedPeriod,
  contradictedPayments,
  openClaims,
  readAuditLog,
  readDirectory,
  readReceipt,
  readRequestLogs,
  readStatement,
  readUsage,
  statementMonths,
} from './index.js';
import { accounts } from './accounts/accounts.projection.js';
import { periodKey, statements } from './statements/statements.projection.js';
import { STREAM, given } from './testing/given.js';
import { Log } from './testing/log.js';
import { project as projectInto } from './testing/project.js';

const project = (log: Log) => projectInto(log, PROJECTIONS);

const after = (...commands: readonly AccountCommand[]) => project(given(...commands).log);
const minute = (n: number) => `2026-11-10T12:${String(n).padStart(2, '0')}:00.000Z`;
const ids = ({ rows }: { readonly rows: readonly { readonly id: string }[] }) => rows.map(({ id }) => id);

/** Requests that end in the order given, each routed at the same moment. */
const requests = (...names: readonly string[]): AccountCommand[] => [
  ...names.map((request) => hold('0.10', { request: { request, key: request < 'req_c' ? 'key_1' : 'key_2' } })),
  ...names.map((request, index) => meter('0.05', { request, at: minute(index + 1) })),
];

describe('the request log', () => {
  it('is newest first by the end, one page behind the other, while requests go on ending', async () => {
    const commands = [payment('8.00'), ...requests('req_b', 'req_d', 'req_a', 'req_c')];
    const { log } = given(...commands, hold('0.10', { request: { request: 'req_open' }, at: minute(9) }));
    const models = await project(log);
    const first = await readRequestLogs(models, { account: 'acc_1', limit: 2 });
    expect(ids(first)).toEqual(['req_c', 'req_a']);
    const more = [hold('0.10', { request: { request: 'req_z' }, at: minute(9) }), failure({ request: 'req_z', at: minute(10) })];
    const events = readerOf(given(...commands, ...more).log.events);
    const grown = await ProjectionRunner.open({ events, models, projections: PROJECTIONS });
    await grown.run();
    const second = await readRequestLogs({ models, events }, { account: 'acc_1', limit: 2, cursor: first.next as string });
    expect(ids(second)).toEqual(['req_d', 'req_b']);
  });
  it('can be narrowed to a key and to a time', async () => {
    const models = await after(payment('8.00'), ...requests('req_a', 'req_b', 'req_c', 'req_d'));
    expect(ids(await readRequestLogs(models, { account: 'acc_1', key: 'key_2', limit: 9 }))).toEqual(['req_d', 'req_c']);
    expect(ids(await readRequestLogs(models, { account: 'acc_1', from: minute(2), before: minute(4), limit: 9 }))).toEqual([
      'req_c',
      'req_b',
    ]);
  });
  it('shows nobody else’s requests, by key or by id', async () => {
    const models = await after(payment('8.00'), ...requests('req_a'));
    expect(ids(await readRequestLogs(models, { account: 'acc_other', key: 'key_1', limit: 9 }))).toEqual([]);
    expect((await readReceipt(models, 'acc_other', 'req_a')).row).toBeUndefined();
    expect((await readReceipt(models, 'acc_1', 'req_a')).row).toMatchObject({ id: 'req_a', charge: '0.05' });
  });
  it('has no receipt of a request that is still open', async () => {
    const models = await after(payment('8.00'), hold('0.10'));
    expect((await readReceipt(models, 'acc_1', 'req_1')).row).toBeUndefined();
  });
  it('refuses a cursor of another list', async () => {
    const models = await after(payment('8.00'), ...requests('req_a', 'req_b'));
    const { next } = await readUsage(models, { account: 'acc_1', timeZone: 'UTC', limit: 1 });
    expect(next).toBeUndefined();
    await expect(readRequestLogs(models, { account: 'acc_1', limit: 1, cursor: 'WyJieV9kYXkiXQ' })).rejects.toThrow(UnknownCursorError);
  });
});

describe('a statement', () => {
  const customer = { account: 'acc_1', currency: 'USD', timeZone: 'UTC' };
  const later = payment('1.00', { payment: 'pay_2', at: '2027-02-05T00:00:00.000Z', claim: claim('c', '2027-02') });

  it('of a month without events opens and closes with the last known balance', async () => {
    const models = await after(payment('8.00'), ...requests('req_a'), later);
    for (const [period, balance] of [
      ['2026-10', '0.00'],
      ['2026-12', '7.95'],
      ['2027-01', '7.95'],
    ] as const) {
      // prettier-ignore
      expect(await readStatement(models, customer, period)).toMatchObject({ opening: balance, closing: balance, lineCount: 0 });
    }
    expect(await readStatement(models, customer, '2027-02')).toMatchObject({ opening: '7.95', closing: '8.95', closed: false });
    expect(await readStatement(models, customer, '2027-03')).toMatchObject({ opening: '8.95', closing: '8.95' });
  });
  it('of an account without books is empty, in its currency', async () => {
    expect(await readStatement(await after(), { ...customer, account: 'acc_2' }, '2026-11')).toMatchObject({
      opening: '0.00',
      currency: 'USD',
    });
  });
  it('is not given out while its rows are ahead of their checkpoint: its lines may be missing', async () => {
    const models = await after(payment('8.00'));
    const { row } = await models.get(statements, periodKey('acc_1', '2026-11'));
    const checkpoint = (await models.checkpoint(statements)) as Checkpoint;
    const ahead = {
      key: periodKey('acc_1', '2026-11'),
      row: JSON.parse(row?.json ?? '') as JsonObject,
      position: checkpoint.position + 1n,
    };
    await models.commit([{ collection: statements, rows: [ahead], checkpoint }]);
    await expect(readStatement(models, customer, '2026-11')).rejects.toMatchObject({ code: 'READ_MODEL_UNAVAILABLE' });
  });
  it('is that of the month in which the books are, whatever the clock says', async () => {
    const at = (moment: string, models: ReadModels) => statementMonths(models, customer, moment);
    const open = await after(payment('8.00'));
    expect(await at('2026-12-01T00:00:05.000Z', open)).toEqual({ running: '2026-11', latest: '2026-12' });
    expect(await at('2026-10-31T23:59:00.000Z', open)).toEqual({ running: '2026-11', latest: '2026-11' });
    const { log } = given(payment('8.00'));
    const closed = { period: '2026-11', next: '2026-12', available: '8.00', held: '0.00', frozen: '0.00', counts: {}, claims: [] };
    log.add({ stream: STREAM, type: 'PeriodClosed', data: closed, at: '2026-12-01T00:00:00.000Z' });
    const done = await project(log);
    expect(await at('2026-11-30T23:59:59.000Z', done)).toEqual({ running: '2026-12', latest: '2026-12' });
    expect(await at('2027-03-01T00:00:00.000Z', done)).toEqual({ running: '2027-03', latest: '2027-03' });
    const without = await statementMonths(done, { ...customer, account: 'acc_2' }, '2027-03-01T00:00:00.000Z');
    expect(without).toEqual({ running: '2027-03', latest: '2027-03' });
  });
  it('is refused for what is no month', async () => {
    await expect(readStatement(await after(), customer, '2026-13')).rejects.toThrow(RangeError);
  });
});

describe('what a gateway asks when it starts and keeps time', () => {
  it('finds accounts with open holds, due expiries and months that should be closed', async () => {
    const models = await after(payment('8.00'), grant('promo', '1.00', { expiresAt: minute(30) }), hold('0.10'));
    expect(await Array.fromAsync(accountsWithOpenHolds(models))).toEqual(['acc_1']);
    expect(await Array.fromAsync(accountsWithDueExpiry(models, minute(29)))).toEqual([]);
    expect(await Array.fromAsync(accountsWithDueExpiry(models, minute(30)))).toEqual(['acc_1']);
    expect(await Array.fromAsync(accountsWithUnclosedPeriod(models, '2026-11'))).toEqual([]);
    expect(await Array.fromAsync(accountsWithUnclosedPeriod(models, '2026-12'))).toEqual(['acc_1']);
  });
  it('finds an account’s snapshot where a gateway left it, and of several the newest', async () => {
    const { books } = given(payment('8.00'), hold('0.10'));
    const models = createMemoryReadModels();
    const keeper = new RowKeeper(() => Promise.resolve(models));
    const snapshots = accountSnapshots(models, (...row) => keeper.keep(...row));
    const snapshot = (revision: string) => ({ version: 1, stream: STREAM, revision, hash: 'h', snapshot: freezeAccount(books.state) });
    expect(await snapshots.find('acc_1')).toBeUndefined();
    for (const n of [7, 9, 8]) snapshots.keep?.('acc_1', snapshot(String(n)), BigInt(n));
    await keeper.settled();
    snapshots.keep?.('acc_1', snapshot('6'), 6n);
    await keeper.settled();
    expect(await snapshots.find('acc_1')).toEqual(JSON.parse(JSON.stringify(snapshot('9'))));
    expect(await snapshots.find('acc_2')).toBeUndefined();
  });
  it('finds no snapshot of an account that is too large for a row', async () => {
    const { books } = given(payment('8.00'));
    const kept: string[] = [];
    const snapshots = accountSnapshots(createMemoryReadModels(), (_, { key }) => void kept.push(key));
    const small = freezeAccount(books.state);
    const lots = Array.from({ length: 100_000 }, (_, index) => ({ ...small.lots[0], lot: `lot_${100_000 + index}` }) as LotRecord);
    for (const snapshot of [{ ...small, lots }, small])
      snapshots.keep?.(
        `acc_${kept.length}_${snapshot.lots.length}`,
        { version: 1, stream: STREAM, revision: '2', hash: 'h', snapshot },
        3n,
      );
    expect(kept).toEqual(['acc_0_1']);
  });
  it('finds whose open holds an account has', async () => {
    const models = await after(payment('8.00'), hold('0.10'));
    expect(await Array.fromAsync(accountsWithOpenWork(models))).toEqual([{ account: 'acc_1', lives: ['life_1'] }]);
  });
  it('finds an account that is too large for its row, and leaves to it whose holds it has', async () => {
    const models = await after(payment('8.00'));
    const { row } = await rowsOf(models, accounts).get('acc_1');
    const before = (await models.checkpoint(accounts)) as Checkpoint;
    const checkpoint = { ...before, position: before.position + 1n };
    const large = { ...row, open: null, open_holds: 1 } as JsonObject;
    await models.commit([{ collection: accounts, rows: [{ key: 'acc_1', row: large, position: checkpoint.position }], checkpoint }]);
    expect(await Array.fromAsync(accountsWithOpenWork(models))).toEqual([{ account: 'acc_1', lives: undefined }]);
    expect(await Array.fromAsync(accountsWithUnclosedPeriod(models, '2026-12'))).toEqual(['acc_1']);
  });
  it('finds a month whose closing was broken off', async () => {
    const { log } = given(payment('8.00'));
    log.add({ stream: STREAM, type: 'ClaimsListed', data: { part: 1, claims: ['payment-stripe-pay_1'] }, at: '2026-12-01T00:00:00.000Z' });
    expect(await Array.fromAsync(accountsWithUnclosedPeriod(await project(log), '2026-12'))).toEqual(['acc_1']);
  });
  it('finds the directory with the position from which the log goes on', async () => {
    const data = { customer: 'cus_1', account: 'acc_1', currency: 'USD', time_zone: 'UTC', name: 'v1:n', email: 'v1:e' };
    const models = await project(new Log().add({ stream: 'customer-cus_1', type: 'CustomerRegistered', data }));
    expect(await readDirectory(models)).toMatchObject({
      asOf: 1n,
      rows: [{ kind: 'customer', id: 'cus_1', revision: '0', position: '1' }],
    });
  });
  it('finds open claims, oldest first, and payments that contradict themselves', async () => {
    const seen = (stream: string, at: string) => ({ stream, type: 'PaymentSeen', data: {}, at });
    const log = new Log().add(seen('payment-x-2', minute(2)), seen('payment-x-1', minute(1)));
    log.add({ stream: 'payment-x-1', type: 'PaymentContradicted', data: {} });
    const models = await project(log);
    expect((await Array.fromAsync(openClaims(models))).map(({ stream }) => stream)).toEqual(['payment-x-1', 'payment-x-2']);
    expect((await contradictedPayments(models, { limit: 10 })).rows).toMatchObject([{ stream: 'payment-x-1', status: 'contradicted' }]);
  });
});

describe('the audit log', () => {
  it('is newest first, of all admins or of one', async () => {
    const did = (actor: string, n: number) => ({ stream: `s-${n}`, type: 'Done', data: {}, at: minute(n), actor });
    const models = await project(new Log().add(did('admin:a', 1), did('admin:b', 2), did('admin:a', 3)));
    const streams = async (actor?: string) =>
      (await readAuditLog(models, { limit: 9, ...(actor !== undefined && { actor }) })).rows.map(({ stream }) => stream);
    expect(await streams()).toEqual(['s-3', 's-2', 's-1']);
    expect(await streams('admin:a')).toEqual(['s-3', 's-1']);
  });
});
