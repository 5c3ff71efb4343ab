import { dayOf, hourOf, nextPeriod, periodOf, previousPeriod } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import type { RowReader } from '#read-model';
import { firstTime } from '../chains/chain.query.js';
import { latencyAt, type HourGroup, type HourRow } from '../hours/hours.js';
import { statementMonths, type StatementAccount } from '../statements/statements.query.js';
import { readHours } from '../request-logs/hours.query.js';
import { accountLog, requestLogs } from '../request-logs/request-logs.projection.js';

/** Requests that have ended, those of them that failed or were abandoned, and what all were charged. */
export interface Spending {
  readonly requests: number;
  readonly errors: number;
  readonly charge: string;
}

export interface Overview {
  /** The day that runs in the time zone of the account. */
  readonly today: Spending;
  /** The month of the books that runs, as its statement has it. */
  readonly month: Spending & { readonly period: string };
  /** Of the last 7 days, to an eighth of a power of two; null where none was measured. */
  readonly latency: { readonly p50: number | null; readonly p95: number | null };
  /** What the last 7 days were charged. */
  readonly week: string;
  /** RFC 3339 UTC; null before anything has ended. */
  readonly firstRequestAt: string | null;
  /** The last 24 of the account's time zone, oldest first, the running one included; begins are RFC 3339 UTC. */
  readonly hours: readonly (Spending & { readonly start: string })[];
  /** The last 30 days, oldest first, today included. */
  readonly days: readonly (Spending & { readonly day: string })[];
}

const HOURS = 24;
const DAYS = 30;
const DAY_MS = 86_400_000;
const WEEK = 7 * DAY_MS;

/** Added up from the hours of the account, never from its requests; `now` is RFC 3339 UTC. */
export async function readOverview(models: RowReader, account: StatementAccount, now: string): Promise<Overview> {
  const { running } = await statementMonths(models, account, now);
  const nowMs = Date.parse(now);
  const [hours, days] = [lastHours(now, account.timeZone), lastDays(now, account.timeZone)];
  const [month, week, latencies] = [new Sum(), new Sum(), new Map<number, number>()];
  for await (const row of recentHours(models, account, running, nowMs)) {
    const startMs = Date.parse(row.hour);
    if (row.period === running) month.add(row.groups);
    days.get(row.hour.slice(0, 'yyyy-mm-dd'.length))?.add(row.groups);
    hours.findLast((hour) => hour.startMs <= startMs)?.sum.add(row.groups);
    if (startMs <= nowMs - WEEK) continue;
    week.add(row.groups);
    for (const { latency } of row.groups)
      for (const [bucket, count] of latency) latencies.set(bucket, (latencies.get(bucket) ?? 0) + count);
  }
  const first = await firstTime(models, requestLogs, accountLog(account.account));
  return {
    today: (days.get(dayOf(now, account.timeZone)) ?? new Sum()).told,
    month: { period: running, ...month.told },
    latency: { p50: percentile(latencies, 50), p95: percentile(latencies, 95) },
    week: week.told.charge,
    firstRequestAt: first === undefined ? null : new Date(first).toISOString(),
    hours: hours.map(({ startMs, sum }) => ({ start: new Date(startMs).toISOString(), ...sum.told })),
    days: [...days].map(([day, sum]) => ({ day, ...sum.told })),
  };
}

/** What did not come to an answer, nor was given up by its client. */
const ERRORS: ReadonlySet<string> = new Set(['failed', 'abandoned']);

/** Of groups of hours. */
export class Sum {
  #requests = 0;
  #errors = 0;
  #charge = 0n;

  add(groups: readonly Pick<HourGroup, 'status' | 'requests' | 'charge'>[]): void {
    for (const { status, requests, charge } of groups) {
      this.#requests += requests;
      if (ERRORS.has(status)) this.#errors += requests;
      this.#charge += parseAmount(charge);
    }
  }

  get told(): Spending {
    return { requests: this.#requests, errors: this.#errors, charge: formatAmount(this.#charge) };
  }
}

/** The running month, and what of its neighbours is of the last days: an event stands in the month of the books, which may be another than its hour's. */
async function* recentHours(
  models: RowReader,
  { account, timeZone }: StatementAccount,
  running: string,
  nowMs: number,
): AsyncGenerator<HourRow> {
  const since = new Date(nowMs - (DAYS + 1) * DAY_MS).toISOString();
  const from = `${since.slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`;
  const first = previousPeriod(periodOf(since, timeZone));
  if (running < first) yield* readHours(models, { account, period: running });
  const last = nextPeriod(periodOf(new Date(nowMs).toISOString(), timeZone));
  for (let period = first; period <= last; period = nextPeriod(period))
    yield* readHours(models, { account, period, ...(period !== running && { from }) });
}

function lastHours(now: string, timeZone: string): { readonly startMs: number; readonly sum: Sum }[] {
  const hours = [{ startMs: Date.parse(hourOf(now, timeZone).start), sum: new Sum() }];
  for (let [hour] = hours; hour && hours.length < HOURS; [hour] = hours) {
    const before = new Date(hour.startMs - 1).toISOString();
    hours.unshift({ startMs: Date.parse(hourOf(before, timeZone).start), sum: new Sum() });
  }
  return hours;
}

function lastDays(now: string, timeZone: string): ReadonlyMap<string, Sum> {
  const today = Date.parse(dayOf(now, timeZone));
  const ago = (days: number): string => new Date(today - days * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);
  return new Map(Array.from({ length: DAYS }, (_, index) => [ago(DAYS - 1 - index), new Sum()]));
}

/** By the nearest rank; milliseconds. */
function percentile(latencies: ReadonlyMap<number, number>, percent: number): number | null {
  const counts = [...latencies].sort(([a], [b]) => a - b);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.ceil((all * percent) / 100);
  for (const [bucket, count] of counts) if ((left -= count) <= 0) return latencyAt(bucket);
  return null;
}
