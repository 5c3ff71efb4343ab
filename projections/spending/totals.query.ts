import { hourOf, nextPeriod, periodOf, previousPeriod } from '#ledger';
import { rowsOf, type RowReader } from '#read-model';
import { hoursOf, type HourGroup, type HourRow } from '../hours/hours.js';
import { readHours } from '../request-logs/hours.query.js';
import { Sum, type Spending } from './overview.query.js';
import { requestLogs } from '../request-logs/request-logs.projection.js';
import { allRequestLogs, type LogSource, type RequestLogFilter } from '../request-logs/request-logs.query.js';

export interface Totals extends Spending {
  /** False: an hour that the range cuts has too many requests to be read one by one, and is counted whole. */
  readonly isExact: boolean;
}

/** Of an hour that the range cuts so many requests are read one by one, at most. */
const MOST_READ = 2_000;
const HOUR = 3_600_000;

/** From the first moment on, and before the last. RFC 3339 UTC. */
interface Range {
  readonly from: string | undefined;
  readonly before: string | undefined;
}

/**
 * What all requests of a filter come to, whatever their number: from the hours of the account, or of the key. Of an hour that the range cuts the requests
 * themselves are read. `timeZone` is the account's.
 */
export async function readTotals(source: LogSource, filter: RequestLogFilter, timeZone: string): Promise<Totals> {
  const { whole, cut } = parted(filter, timeZone);
  const sum = new Sum();
  for await (const { groups } of hoursWithin(source.models, filter, whole, timeZone))
    sum.add(groups.filter((group) => isMeant(filter, group)));
  let isExact = true;
  for (const range of cut) {
    const groups = await groupsOfHour(source.models, filter, range, timeZone);
    if (groups.reduce((all, { requests }) => all + requests, 0) <= MOST_READ) await addRequests(sum, source, { ...filter, ...range });
    else {
      sum.add(groups);
      isExact = false;
    }
  }
  return { ...sum.told, isExact };
}

/** The whole hours of a range, and what is left of it: ranges within one hour each. */
function parted(
  { from, before }: RequestLogFilter,
  timeZone: string,
): { readonly whole: Range | undefined; readonly cut: readonly CutRange[] } {
  const first = from === undefined ? undefined : hourFrom(from, timeZone);
  const last = before === undefined ? undefined : startOf(before, timeZone);
  if (from !== undefined && before !== undefined && first !== undefined && last !== undefined && first > last)
    return { whole: undefined, cut: [{ from, before }] };
  const cut = [
    ...(from !== undefined && first !== undefined && from < first ? [{ from, before: first }] : []),
    ...(before !== undefined && last !== undefined && last < before ? [{ from: last, before }] : []),
  ];
  return { whole: { from: first, before: last }, cut };
}

interface CutRange {
  readonly from: string;
  readonly before: string;
}

const startOf = (instant: string, timeZone: string): string => new Date(hourOf(instant, timeZone).start).toISOString();

/** The first beginning of an hour that is not before. */
function hourFrom(instant: string, timeZone: string): string {
  const start = startOf(instant, timeZone);
  if (start === instant) return start;
  // Where clocks change within it an hour is shorter.
  for (let ms = Date.parse(start) + HOUR / 4; ; ms += HOUR / 4) {
    const next = startOf(new Date(ms).toISOString(), timeZone);
    if (next > start) return next;
  }
}

/** As the keys of hours have it. */
const minuteOf = (instant: string): string => `${instant.slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`;

async function* hoursWithin(
  models: RowReader,
  { account, key }: RequestLogFilter,
  range: Range | undefined,
  timeZone: string,
): AsyncGenerator<HourRow> {
  if (!range || (range.from !== undefined && range.from === range.before)) return;
  const { from, before } = range;
  const known = await monthsOf(models, account);
  if (!known) return;
  // An event stands in the month of the books, which may be another than its hour's.
  const first = from === undefined ? known.first : later(known.first, previousPeriod(periodOf(from, timeZone)));
  const last = before === undefined ? known.last : earlier(known.last, nextPeriod(periodOf(before, timeZone)));
  for (let period = first; period <= last; period = nextPeriod(period)) {
    yield* readHours(models, {
      account,
      period,
      ...(key !== undefined && { key }),
      ...(from !== undefined && { from: minuteOf(from) }),
      ...(before !== undefined && { before: minuteOf(before) }),
    });
  }
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/** The first and the last month of an account in which something ended. */
async function monthsOf(models: RowReader, account: string): Promise<{ readonly first: string; readonly last: string } | undefined> {
  const query = { index: 'key', from: hoursOf(account, ''), before: hoursOf(account, '~'), limit: 1 } as const;
  const [first, last] = await Promise.all([
    rowsOf(models, requestLogs).find(query),
    rowsOf(models, requestLogs).find({ ...query, order: 'descending' }),
  ]);
  const [one, other] = [first.rows[0], last.rows[0]] as [HourRow | undefined, HourRow | undefined];
  return one && other && { first: one.period, last: other.period };
}

/** Those of the filter in the hour in which the range lies. */
async function groupsOfHour(models: RowReader, filter: RequestLogFilter, { from }: CutRange, timeZone: string): Promise<HourGroup[]> {
  const start = startOf(from, timeZone);
  const minuteLater = new Date(Date.parse(start) + 60_000).toISOString();
  const groups: HourGroup[] = [];
  for await (const row of hoursWithin(models, filter, { from: start, before: minuteLater }, timeZone))
    groups.push(...row.groups.filter((group) => isMeant(filter, group)));
  return groups;
}

async function addRequests(sum: Sum, source: LogSource, filter: RequestLogFilter): Promise<void> {
  for await (const { status, charge } of allRequestLogs(source, filter)) sum.add([{ status, requests: 1, charge }]);
}

function isMeant({ model, provider, status }: RequestLogFilter, group: HourGroup): boolean {
  return (
    (model === undefined || model === group.model || model === group.requested) &&
    (provider === undefined || provider === group.provider) &&
    (status === undefined || status === group.status)
  );
}
