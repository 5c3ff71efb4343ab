import type { Position } from '#event-store';
import { nextPeriod, periodOf } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import type { RowReader } from '#read-model';
import { atOnce } from '../event-places.js';
import type { LogSource } from '../request-logs/request-logs.query.js';
import type { PeriodRow } from './statements.projection.js';
import {
  carriedFrom,
  lastPeriodBefore,
  linesAt,
  readPeriod,
  type Line,
  type StatementAccount,
  type StatementLine,
} from './statements.query.js';

/** Moments in RFC 3339 UTC: the first is included, the last is not. */
export interface Moments {
  readonly from: string;
  readonly before: string;
}

/** What led from one moment to another, over any number of months. */
export interface StatementRange extends Moments {
  readonly account: string;
  readonly currency: string;
  readonly opening: string;
  readonly closing: string;
  readonly asOf: Position;
  /** In order of time, read as they are asked for: exactly those that lead from opening to closing. */
  readonly lines: () => AsyncGenerator<StatementLine>;
}

/** Months that one statement spans at most: ten years. */
export const MAX_MONTHS = 120;

/** Throws RangeError for more than `MAX_MONTHS`, `READ_MODEL_UNAVAILABLE` while rows do not fit together. */
export async function readStatementRange(
  { models, events }: LogSource,
  { account, currency, timeZone }: StatementAccount,
  { from, before }: Moments,
): Promise<StatementRange> {
  const months = await monthsOf(models, account, periodOf(from, timeZone), nextPeriod(periodOf(before, timeZone)));
  const known = months.at(-1);
  const { asOf } = await readPeriod(models, account, known?.period ?? '');
  const [opening, closing] = [await balanceBefore(models, months, from, timeZone), await balanceBefore(models, months, before, timeZone)];
  const range = {
    account,
    currency: known?.currency ?? currency,
    from,
    before,
    opening: formatAmount(opening),
    closing: formatAmount(closing),
  };
  return { ...range, asOf, lines: () => linesWithin({ models, events }, months, { from, before }) };
}

/** The periods that there are, oldest first: those of the range, and the last before it. */
async function monthsOf(models: RowReader, account: string, first: string, before: string): Promise<readonly PeriodRow[]> {
  const months: PeriodRow[] = [];
  for (let bound = before; ;) {
    const row = await lastPeriodBefore(models, account, bound);
    if (!row) break;
    months.unshift(row);
    if (row.period < first) break;
    if (months.length > MAX_MONTHS) throw new RangeError(`A statement spans ${MAX_MONTHS} months at most`);
    bound = row.period;
  }
  return months;
}

/** What the account had right before a moment: by the lines of the month in which it is, or of the last that there is before. */
async function balanceBefore(models: RowReader, months: readonly PeriodRow[], moment: string, timeZone: string): Promise<bigint> {
  const period = periodOf(moment, timeZone);
  const month = months.findLast((each) => each.period <= period);
  if (!month) return 0n;
  const time = Date.parse(moment);
  let balance = parseAmount(month.opening);
  for await (const [entry, behind] of carriedFrom(models, month, time, (carried) => (balance = carried))) {
    if (entry.time >= time) break;
    balance = behind;
  }
  return balance;
}

async function* linesWithin({ models, events }: LogSource, months: readonly PeriodRow[], range: Moments): AsyncGenerator<StatementLine> {
  for (const month of months) {
    for await (const lines of atOnce(entriesWithin(models, month, range))) yield* await linesAt(events, lines);
  }
}

async function* entriesWithin(models: RowReader, month: PeriodRow, { from, before }: Moments): AsyncGenerator<Line> {
  const [first, end] = [Date.parse(from), Date.parse(before)];
  for await (const line of carriedFrom(models, month, first)) {
    if (line[0].time >= end) return;
    if (line[0].time >= first) yield line;
  }
}
