import { dayOf, nextPeriod, periodOf, placeOf, type AccountEventData } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { ProjectionRunner } from '#projecting';
import type { ReadModels } from '#read-model';
import fc from 'fast-check';
import { readerOf } from '../../libs/projecting/testing/events-in-memory.js';
import { createMemoryReadModels } from '../../libs/read-model/memory/index.js';
import { readStatement } from '../statements/statements.query.js';
import { statements } from '../statements/statements.projection.js';
import { happenings, play } from '../testing/histories.js';
import type { Log } from '../testing/log.js';
import { usage } from './usage.projection.js';
import { readUsage, type UsageDay } from './usage.query.js';

/** With whole hours, halves and quarters, far on both sides of UTC, with and without summer time. */
const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns', 'Pacific/Auckland'];
const ACCOUNTS = ['acc_0', 'acc_1'];

async function project({ events }: Log): Promise<ReadModels> {
  const models = createMemoryReadModels();
  await (await ProjectionRunner.open({ events: readerOf(events), models, projections: [usage, statements] })).run();
  return models;
}

interface Asked {
  readonly account: string;
  readonly timeZone: string;
  readonly from?: string;
  readonly before?: string;
}

/** Page by page. */
async function allDays(models: ReadModels, query: Asked, limit: number): Promise<UsageDay[]> {
  const days: UsageDay[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next } = await readUsage(models, { ...query, limit, ...(cursor !== undefined && { cursor }) });
    days.push(...rows);
    cursor = next;
  } while (cursor !== undefined);
  return days;
}

const total = (amounts: readonly string[]): string => formatAmount(amounts.reduce((sum, amount) => sum + parseAmount(amount), 0n));

/** What each day comes to, from the events and nothing else. */
function plainly({ events }: Log, account: string, timeZone: string): Record<string, string> {
  const days: Record<string, string> = {};
  for (const { type, stream, data, metadata } of events) {
    const place = placeOf(stream);
    if (type !== 'TokensMetered' || place?.account !== account) continue;
    const day = dayOf(metadata.effective, timeZone);
    // The ledger closes a month before anything of the next one, so no charge of these histories is late.
    expect(periodOf(metadata.effective, timeZone)).toBe(place.period);
    days[day] = total([days[day] ?? '0.00', (data as unknown as AccountEventData['TokensMetered']).charge]);
  }
  return days;
}

describe('usage', () => {
  it('of the days of a month comes to what the month’s statement has of usage, in every time zone and by pages of any size', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.constantFrom(...ZONES), fc.integer({ min: 1, max: 5 }), async (history, timeZone, limit) => {
        const { log, books } = play(history, timeZone);
        const models = await project(log);
        for (const account of ACCOUNTS) {
          const all = await allDays(models, { account, timeZone }, limit);
          expect(all.map(({ day }) => day)).toEqual(
            all
              .map(({ day }) => day)
              .sort()
              .reverse(),
          );
          expect(Object.fromEntries(all.map(({ day, charge }) => [day, charge]))).toEqual(plainly(log, account, timeZone));
          const streams = books.flatMap((each) => (each.state.id === account ? [...each.streams.keys()] : []));
          for (const period of new Set(streams.map((stream) => placeOf(stream)?.period as string))) {
            const days = await allDays(models, { account, timeZone, from: `${period}-01`, before: `${nextPeriod(period)}-01` }, limit);
            const statement = await readStatement({ models, events: readerOf(log.events) }, { account, currency: 'USD', timeZone }, period);
            const lines = (await Array.fromAsync(statement.lines())).filter(({ type }) => type === 'usage');
            expect(total(days.map(({ charge }) => charge))).toBe(total(lines.map(({ amount }) => formatAmount(-parseAmount(amount)))));
          }
        }
      }),
      { numRuns: 60 },
    ));
});
