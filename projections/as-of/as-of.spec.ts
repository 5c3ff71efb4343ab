import fc from 'fast-check';
import { periodOf, periodStart } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { readMovements } from '../statements/movements.query.js';
import { readStatementRange } from '../statements/statement-range.query.js';
import { readStatement } from '../statements/statements.query.js';
import { statements } from '../statements/statements.projection.js';
import { grant, hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { AccountBooks } from '../../libs/ledger/testing/account.books.js';
import { Log } from '../testing/log.js';
import { happenings, play } from '../testing/histories.js';
import { project } from '../testing/project.js';
import { readAccountAsOf } from './as-of.query.js';

const seed = Date.now() % 1_000_000;
console.info(`seed ${seed}`);

const of = (n: number, timeZone: string) => ({ account: `acc_${n}`, currency: 'USD', timeZone });
const zones = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York');
const sum = (amounts: readonly string[]): string => formatAmount(amounts.reduce((total, amount) => total + parseAmount(amount), 0n));

describe('an account as of a moment', () => {
  it('is its fold up to there, and its statement comes to the same, over any number of months', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, zones, fc.double({ min: 0, max: 1, noNaN: true }), async (all, timeZone, share) => {
        const { log } = play(all, timeZone);
        const source = await project(log, [statements]);
        const times = log.events.map(({ metadata }) => metadata.effective).sort();
        const at = times[Math.floor(share * (times.length - 1))] as string;
        const from = times[0] as string;
        const behind = new Date(Date.parse(at) + 1).toISOString();
        for (const n of [0, 1]) {
          const account = await readAccountAsOf(source, of(n, timeZone), at);
          expect(account?.available).toBe(sum(account?.lots.map(({ remaining }) => remaining) ?? []));
          expect(account?.held).toBe(sum(account?.lots.map(({ held }) => held) ?? []));
          const range = await readStatementRange(source, of(n, timeZone), { from, before: behind });
          expect(range.closing).toBe(sum([account?.available ?? '', account?.held ?? '']));
          const lines = await Array.fromAsync(range.lines());
          expect(sum([range.opening, ...lines.map(({ amount }) => amount)])).toBe(range.closing);
          expect(lines.at(-1)?.balance ?? range.opening).toBe(range.closing);
        }
      }),
      { seed, numRuns: 60 },
    );
  });

  it('is what a page shows of its month: rows that lead from opening to closing, and sums by kind', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, zones, fc.double({ min: 0, max: 1, noNaN: true }), async (all, timeZone, share) => {
        const { log } = play(all, timeZone);
        const source = await project(log, [statements]);
        const times = log.events.map(({ metadata }) => metadata.effective).sort();
        const at = times[Math.floor(share * (times.length - 1))] as string;
        const period = periodOf(at, timeZone);
        const month = await readMovements(source, of(0, timeZone), period, at);
        const range = { from: periodStart(period, timeZone), before: new Date(Date.parse(at) + 1).toISOString() };
        const statement = await readStatementRange(source, of(0, timeZone), range);
        const lines = await Array.fromAsync(statement.lines());
        expect([month.opening, month.closing]).toEqual([statement.opening, statement.closing]);
        expect(sum([month.opening, ...month.rows.map(({ amount }) => amount)])).toBe(month.closing);
        expect(month.rows[0]?.balance ?? month.opening).toBe(month.closing);
        for (const { type, amount, count } of month.sums) {
          const own = lines.filter((line) => line.type === type);
          expect([amount, count]).toEqual([sum(own.map((line) => line.amount)), own.length]);
          if (type !== 'usage') expect(month.rows.filter((row) => row.type === type)).toHaveLength(count);
        }
        const used = month.rows.reduce((total, { requests = 0 }) => total + requests, 0);
        expect(used).toBe(lines.filter(({ type }) => type === 'usage').length);
      }),
      { seed, numRuns: 60 },
    );
  });

  it('is the statement of a month, where the range is that month', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (all) => {
        const source = await project(play(all).log, [statements]);
        for (const [period, from, before] of [
          ['2026-11', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
          ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
        ] as const) {
          const month = await readStatement(source, of(0, 'UTC'), period);
          const range = await readStatementRange(source, of(0, 'UTC'), { from, before });
          expect([range.opening, range.closing]).toEqual([month.opening, month.closing]);
          expect(await Array.fromAsync(range.lines())).toEqual(await Array.fromAsync(month.lines()));
        }
      }),
      { seed, numRuns: 30 },
    );
  });

  it('has its lots in the order in which they are spent, with what is held of each', async () => {
    const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
    const at = (time: string) => ({ at: `2026-11-10T${time}:00.000Z` });
    for (const command of [
      payment('8.00', at('12:00')),
      grant('promo', '2.00', { ...at('12:01'), expiresAt: '2026-11-11T00:00:00.000Z' }),
      hold('3.00', at('12:02')),
      meter('0.50', at('12:03')),
    ])
      expect(books.execute(command).refusal).toBeUndefined();
    const log = new Log();
    for (const [stream, events] of books.streams) log.account(stream, ...events);
    const source = await project(log, [statements]);
    const asOf = (moment: string) => readAccountAsOf(source, of(1, 'UTC'), moment);
    expect(await asOf('2026-10-01T00:00:00.000Z')).toEqual({ available: '0.00', held: '0.00', lots: [] });
    expect((await asOf('2026-11-10T12:00:30.000Z'))?.lots.map(({ kind, remaining }) => [kind, remaining])).toEqual([['paid', '8.00']]);
    expect((await asOf('2026-11-10T12:02:30.000Z'))?.lots).toMatchObject([
      { kind: 'promo', granted: '2.00', remaining: '0.00', held: '2.00', expires_at: '2026-11-11T00:00:00.000Z' },
      { kind: 'paid', granted: '8.00', remaining: '7.00', held: '1.00', expires_at: null, payment_id: 'pay_1' },
    ]);
    expect(await asOf('2026-11-10T12:03:00.000Z')).toMatchObject({ available: '9.50', held: '0.00' });
  });
});
