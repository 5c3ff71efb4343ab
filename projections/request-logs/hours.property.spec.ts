import { CHART, nextPeriod, placeOf, type AccountEventData, type Entry } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import fc from 'fast-check';
import { requestLogs } from './request-logs.projection.js';
import { happenings, play } from '../testing/histories.js';
import type { Log } from '../testing/log.js';
import { project } from '../testing/project.js';
import { latencyBucket, type HourRow } from '../hours/hours.js';
import { readHours } from './hours.query.js';

const seed = Number(process.env['FC_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
/** With whole hours, halves and quarters, far on both sides of UTC; some change their clocks in November. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
];
const ACCOUNTS = ['acc_0', 'acc_1'];

/** What one event says of its hour, told by the formatter of the platform alone. */
function hourPlainly(instant: string, timeZone: string): string {
  const digits = '2-digit' as const;
  const style = { year: 'numeric', month: digits, day: digits, hour: digits, hourCycle: 'h23', timeZoneName: 'longOffset' } as const;
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, ...style }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:00${part('timeZoneName').slice('GMT'.length) || '+00:00'}`;
}

type Sums = Record<string, { requests: number; input: number; output: number; charge: string; cost: string; slow: number }>;

/** From the events and nothing else: sums by month, hour, model, what was asked for, provider and status. */
function plainly({ events }: Log, account: string, timeZone: string, key?: string): Sums {
  const sums: Sums = {};
  const routed = new Map<string, AccountEventData['RequestRouted']>();
  for (const { type, stream, data, metadata } of events) {
    const place = placeOf(stream);
    if (place?.account !== account) continue;
    const request = data['request'] as string;
    if (type === 'RequestRouted') routed.set(request, data as unknown as AccountEventData['RequestRouted']);
    if (!['TokensMetered', 'RequestFailed', 'RequestAbandoned'].includes(type)) continue;
    const hold = routed.get(request) as AccountEventData['RequestRouted'];
    if (key !== undefined && hold.key !== key) continue;
    const ended = data as unknown as Partial<AccountEventData['TokensMetered']> & { readonly entry: Entry };
    const outcome = ((data['outcome'] ?? 'abandoned') as string).replace('incomplete', 'succeeded');
    const [target] = hold.plan;
    const group = [ended.model ?? target?.model, hold.requested_model, ended.provider ?? target?.provider, outcome];
    const name = [place.period, hourPlainly(metadata.effective, timeZone), ...group].join(' ');
    const sum = (sums[name] ??= { requests: 0, input: 0, output: 0, charge: '0.00', cost: '0.00', slow: 0 });
    sum.requests += 1;
    sum.input += ended.usage?.input_tokens ?? 0;
    sum.output += ended.usage?.output_tokens ?? 0;
    sum.charge = plus(sum.charge, ended.charge ?? '0.00');
    for (const [code, amount] of Object.values(ended.entry).flat())
      if (code === CHART.providerPayable) sum.cost = plus(sum.cost, formatAmount(-parseAmount(amount)));
    if (type !== 'RequestAbandoned' && (ended.latency_ms ?? 0) >= 256) sum.slow += 1;
  }
  return sums;
}

const plus = (a: string, b: string): string => formatAmount(parseAmount(a) + parseAmount(b));

function summed(rows: readonly HourRow[]): Sums {
  const sums: Sums = {};
  for (const { period, hour, groups } of rows) {
    for (const { model, requested, provider, status, requests, tokens, charge, cost, latency } of groups) {
      const slow = latency.filter(([bucket]) => bucket >= latencyBucket(256)).reduce((total, [, count]) => total + count, 0);
      const [input, output] = [tokens['input_tokens'] ?? 0, tokens['output_tokens'] ?? 0];
      const costs = Object.values(cost).reduce(plus, '0.00');
      sums[[period, hour, model, requested, provider, status].join(' ')] = { requests, input, output, charge, cost: costs, slow };
    }
  }
  return sums;
}

describe(`hours (seed ${seed})`, () => {
  it('come to what their events say, of the account and of each key, in every time zone', () =>
    fc.assert(
      fc.asyncProperty(happenings, fc.constantFrom(...ZONES), fc.integer({ min: 1, max: 30 }), async (history, timeZone, pageEvents) => {
        const { log, books } = play(history, timeZone);
        const models = await project(log, [requestLogs], { pageEvents });
        for (const account of ACCOUNTS) {
          const last = books.find(({ state }) => state.id === account)?.state.period ?? '2026-11';
          for (const key of [undefined, 'key_0', 'key_1']) {
            const rows: HourRow[] = [];
            for (let period = '2026-10'; period <= last; period = nextPeriod(period)) {
              const found = await Array.fromAsync(readHours(models, { account, period, ...(key !== undefined && { key }) }));
              expect(found.every((row) => row.key === (key ?? null) && row.period === period)).toBe(true);
              rows.push(...found);
            }
            expect(summed(rows)).toEqual(plainly(log, account, timeZone, key));
          }
        }
      }),
      { numRuns: 60, seed },
    ));

  it('know a latency to an eighth of a power of two, in order', () =>
    fc.assert(
      fc.property(fc.nat(2 ** 30), (ms) => {
        expect(latencyBucket(ms + 1) - latencyBucket(ms)).toBeGreaterThanOrEqual(0);
        expect(latencyBucket(ms + 1) - latencyBucket(ms)).toBeLessThanOrEqual(1);
        if (ms >= 8) expect(latencyBucket(Math.ceil(ms * 1.126))).toBeGreaterThan(latencyBucket(ms));
      }),
      { seed },
    ));
});
