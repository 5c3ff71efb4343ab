import { dayOf, hourOf, placeOf } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import fc from 'fast-check';
import { happenings, play } from '../testing/histories.js';
import type { Log } from '../testing/log.js';
import { project } from '../testing/project.js';
import { latencyAt, latencyBucket } from '../hours/hours.js';
import { statements } from '../statements/statements.projection.js';
import { readOverview, type Spending } from './overview.query.js';
import { requestLogs } from '../request-logs/request-logs.projection.js';
import { allRequestLogs } from '../request-logs/request-logs.query.js';
import { readTotals } from './totals.query.js';
import { isoAt } from '../testing/moments.js';

const seed = Number(process.env['FC_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const ENDS = ['TokensMetered', 'RequestFailed', 'RequestAbandoned'];

interface Ended {
  readonly at: string;
  readonly period: string;
  readonly isError: boolean;
  readonly charge: string;
}

/** What ended, from the events and nothing else. */
const endsOf = ({ events }: Log, account: string): Ended[] =>
  events.flatMap(({ type, stream, data, metadata }) => {
    const place = placeOf(stream);
    if (place?.account !== account || !ENDS.includes(type)) return [];
    const isError = type === 'RequestAbandoned' || data['outcome'] === 'failed';
    return [{ at: metadata.effective, period: place.period, isError, charge: (data['charge'] ?? '0.00') as string }];
  });

const spending = (ends: readonly Ended[]): Spending => ({
  requests: ends.length,
  errors: ends.filter(({ isError }) => isError).length,
  charge: formatAmount(ends.reduce((sum, { charge }) => sum + parseAmount(charge), 0n)),
});

const filters = fc.record({
  from: fc.option(
    fc.integer({ min: 0, max: 2_000 }).map((hours) => hours / 3),
    { nil: undefined },
  ),
  minutes: fc.constantFrom(0, 7, 30, 60, 61, 90, 5_000, 60_000),
  key: fc.constantFrom(undefined, 'key_0', 'key_1', 'key_none'),
  status: fc.constantFrom(undefined, 'succeeded', 'failed', 'abandoned'),
  model: fc.constantFrom(undefined, 'fast', 'openai/small', 'none'),
  provider: fc.constantFrom(undefined, 'sandbox', 'none'),
});

describe(`the overview (seed ${seed})`, () => {
  it('comes to what its events say, by hour, day and month, in every time zone and at any moment behind them', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 40 * 24 }), async (history, timeZone, hours) => {
        const { log } = play(history, timeZone);
        const { models } = await project(log, [requestLogs, statements]);
        const last = log.events.reduce((at, { metadata }) => (metadata.effective > at ? metadata.effective : at), '');
        const now = new Date(Date.parse(last) + hours * 3_600_000).toISOString();
        for (const account of ['acc_0', 'acc_1']) {
          const ends = endsOf(log, account);
          const overview = await readOverview(models, { account, currency: 'USD', timeZone }, now);
          const dayIs = (day: string) => spending(ends.filter(({ at }) => dayOf(at, timeZone) === day));
          const hourIs = (start: string) =>
            spending(ends.filter(({ at }) => hourOf(at, timeZone).start === `${start.slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`));
          expect(overview.days.map(({ day }) => ({ day, ...dayIs(day) }))).toEqual(overview.days);
          expect(overview.hours.map(({ start }) => ({ start, ...hourIs(start) }))).toEqual(overview.hours);
          expect([overview.days.length, overview.hours.length]).toEqual([30, 24]);
          expect([overview.days.at(-1)?.day, overview.today]).toEqual([dayOf(now, timeZone), dayIs(dayOf(now, timeZone))]);
          const { period, ...month } = overview.month;
          expect(month).toEqual(spending(ends.filter((end) => end.period === period)));
          const [first] = ends.map(({ at }) => at).sort();
          expect(overview.firstRequestAt).toBe(first ?? null);
        }
      }),
      { numRuns: 40, seed },
    ));

  it('and the totals of any filter come to what the log has of it', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.constantFrom(...ZONES), filters, async (history, timeZone, { from, minutes, ...rest }) => {
        const { log } = play(history, timeZone);
        const source = await project(log, [requestLogs]);
        for (const account of ['acc_0', 'acc_1']) {
          const range = from === undefined ? {} : { from: isoAt(from), before: isoAt(from + minutes / 60) };
          const filter = Object.fromEntries(Object.entries({ ...rest, ...range }).filter(([, value]) => value !== undefined));
          const rows = await Array.fromAsync(allRequestLogs(source, { account, ...filter }));
          const { isExact, ...totals } = await readTotals(source, { account, ...filter }, timeZone);
          const ends = rows.map(({ status, charge, time }) => ({
            at: time,
            period: '',
            isError: ['failed', 'abandoned'].includes(status),
            charge,
          }));
          expect([totals, isExact]).toEqual([spending(ends), true]);
        }
      }),
      { numRuns: 80, seed },
    ));

  it('tells a latency of its bucket', () => {
    const buckets = Array.from({ length: 200 }, (_, bucket) => bucket);
    expect(buckets.map((bucket) => latencyBucket(latencyAt(bucket)))).toEqual(buckets);
  });
});
