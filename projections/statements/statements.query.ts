import type { JsonObject, Position, RecordedEvent } from '#event-store';
import { isPeriod, later, nextPeriod, periodOf } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { ReadModelUnavailableError, rowsOf, type RowReader } from '#read-model';
import { compareLines, oldestFirst } from '../chains/chain.query.js';
import type { Entry } from '../chains/chain.js';
import { atOnce, eventsAt, type StreamReader } from '../event-places.js';
import type { LogSource } from '../request-logs/request-logs.query.js';
import { lineType, linesOf, periodKey, statements, type LineType, type PeriodRow } from './statements.projection.js';

/** Something that changed the balance. */
export type StatementLine = {
  readonly time: string;
  readonly type: LineType;
  /** Signed: above zero in the customer's favour. */
  readonly amount: string;
  readonly stream: string;
  readonly revision: string;
  readonly event: string;
  readonly request_id?: string;
  readonly model?: string;
  readonly payment_id?: string;
  readonly lot?: string;
  readonly kind?: string;
  readonly reason?: string;
  /** Right behind this line. */
  readonly balance: string;
};

/** A line that has been read: the next ones are those behind it. */
export type LinePlace = Pick<StatementLine, 'time' | 'stream' | 'revision'>;

export interface Statement {
  readonly account: string;
  readonly period: string;
  readonly currency: string;
  readonly opening: string;
  /** At the end of the month; of the running one: now. */
  readonly closing: string;
  readonly closed: boolean;
  readonly lineCount: number;
  readonly asOf: Position;
  /** In order of time, read as they are asked for: exactly those that lead from opening to closing. */
  readonly lines: (after?: LinePlace) => AsyncGenerator<StatementLine>;
}

/** What has to be known of an account that may have no books yet. */
export interface StatementAccount {
  readonly account: string;
  readonly currency: string;
  readonly timeZone: string;
}

const LAST = '\uffff';

/**
 * The statement of any month. One without events has no stream: it opens and closes with the last known balance, which is zero
 * before the first. Throws RangeError for what is no month, `READ_MODEL_UNAVAILABLE` while its rows do not fit together.
 */
export async function readStatement(
  { models, events }: LogSource,
  { account, currency }: StatementAccount,
  period: string,
): Promise<Statement> {
  const month: unknown = period;
  if (!isPeriod(month)) throw new RangeError(`${period} is no month like 2026-11`);
  const { row, asOf } = await readPeriod(models, account, period);
  if (row) return statementOf(row, asOf, (after) => linesFrom(models, events, row, after));
  const empty = await monthOfNothing(models, { account, currency }, period);
  return { account, ...empty, closed: false, lineCount: 0, asOf, lines: async function* () {} };
}

/** A month without events opens and closes with what the last one before it closed with. */
export async function monthOfNothing(
  models: RowReader,
  { account, currency }: Pick<StatementAccount, 'account' | 'currency'>,
  period: string,
): Promise<Pick<Statement, 'period' | 'currency' | 'opening' | 'closing'>> {
  const before = await lastPeriodBefore(models, account, period);
  const balance = before ? closingOf(before) : formatAmount(0n);
  return { period, currency: before?.currency ?? currency, opening: balance, closing: balance };
}

/** `row` is undefined for a month without events. Throws `READ_MODEL_UNAVAILABLE` while its lines may still be missing: half a statement is none. */
export async function readPeriod(
  models: RowReader,
  account: string,
  period: string,
): Promise<{ readonly row: PeriodRow | undefined; readonly asOf: Position }> {
  const { row: stored, asOf } = await models.get(statements, periodKey(account, period));
  if (stored && stored.position > asOf) throw new ReadModelUnavailableError(`The statement of ${period} is being written`);
  return { row: stored && (JSON.parse(stored.json) as PeriodRow), asOf };
}

/** `running`: for a request that names none. `latest`: no month behind it has begun. */
export interface StatementMonths {
  readonly running: string;
  readonly latest: string;
}

/**
 * The running month is that of the books: the one that is open, whatever the clock says; the one after the last that was closed, or the
 * clock's (`now`, RFC 3339 UTC) where that is later.
 */
export async function statementMonths(models: RowReader, { account, timeZone }: StatementAccount, now: string): Promise<StatementMonths> {
  const clock = periodOf(now, timeZone);
  const last = await lastPeriodBefore(models, account, LAST);
  if (!last) return { running: clock, latest: clock };
  const running = last.closing === null ? last.period : later(nextPeriod(last.period), clock);
  return { running, latest: later(running, clock) };
}

function statementOf(row: PeriodRow, asOf: Position, lines: Statement['lines']): Statement {
  const { account, period, currency, opening } = row;
  return { account, period, currency, opening, closing: closingOf(row), closed: row.closing !== null, lineCount: row.lines, asOf, lines };
}

async function* linesFrom(models: RowReader, events: StreamReader, row: PeriodRow, after?: LinePlace): AsyncGenerator<StatementLine> {
  for await (const entries of atOnce(entriesFrom(models, row, after))) yield* await linesAt(events, entries);
}

export type Line = readonly [Entry, balance: bigint];

/**
 * As many as the period's row counts: a line that arrives meanwhile stays out, so that lines and closing agree. The balance goes on
 * from the block in which the wanted place is.
 */
async function* entriesFrom(models: RowReader, row: PeriodRow, after?: LinePlace): AsyncGenerator<Line> {
  const place = after && entryAt(after);
  for await (const line of carriedFrom(models, row, place?.time)) if (!place || compareLines(line[0], place) > 0) yield line;
}

/** The balances of a month from the block on in which a moment is. `begun`: is told what all lines before that block come to. */
export async function* carriedFrom(
  models: RowReader,
  row: PeriodRow,
  from?: number,
  begun?: (balance: bigint) => void,
): AsyncGenerator<Line> {
  let balance = parseAmount(row.opening);
  for await (const read of oldestFirst(models, statements, { chain: linesOf(row), ...(from !== undefined && { from }) })) {
    if ('carried' in read) {
      balance += parseAmount(read.carried);
      begun?.(balance);
      continue;
    }
    if (read.ordinal >= row.lines) continue;
    balance += read.nanos;
    yield [read, balance];
  }
}

export async function linesAt(reader: StreamReader, entries: readonly Line[]): Promise<StatementLine[]> {
  const placed = entries.map(([{ kind, revision, nanos }, balance]) => ({ stream: kind[0], revision, nanos, balance }));
  const events = await eventsAt(reader, placed);
  return placed.map((place) => lineOf(events.at(place), place.nanos, place.balance));
}

const entryAt = ({ time, stream, revision }: LinePlace): Pick<Entry, 'time' | 'kind' | 'revision'> => ({
  time: Date.parse(time),
  kind: [stream],
  revision: Number(revision),
});

function lineOf({ id, type, stream, revision, data, metadata }: RecordedEvent, nanos: bigint, balance: bigint): StatementLine {
  const kind = lineType(type);
  if (kind === undefined) throw new RangeError(`${type} in ${stream} at ${revision} is no line of a statement`);
  return {
    time: metadata.effective,
    type: kind,
    amount: formatAmount(nanos),
    stream,
    revision: String(revision),
    event: id,
    ...namesOf(kind, data),
    balance: formatAmount(balance),
  };
}

function namesOf(kind: LineType, data: JsonObject): Partial<StatementLine> {
  return {
    ...(kind === 'usage' && { request_id: data['request'] as string, model: data['model'] as string }),
    ...(kind === 'payment' && { payment_id: data['payment'] as string }),
    ...((kind === 'credit' || kind === 'expiry') && { lot: data['lot'] as string, kind: data['kind'] as string }),
    ...((kind === 'credit' || kind === 'adjustment') && { reason: data['reason'] as string }),
  };
}

function closingOf({ opening, movements }: PeriodRow): string {
  return formatAmount(parseAmount(opening) + parseAmount(movements));
}

/** The account's last period before the given one. Its lines stand behind it, so the row that is found last names it by its key. */
export async function lastPeriodBefore(models: RowReader, account: string, period: string): Promise<PeriodRow | undefined> {
  const { rows } = await models.find(statements, {
    index: 'key',
    from: `${account}/`,
    before: periodKey(account, period),
    order: 'descending',
    limit: 1,
  });
  const found = rows[0]?.key.slice(`${account}/`.length, `${account}/0000-00`.length);
  if (found === undefined) return undefined;
  const { row } = await rowsOf(models, statements).get(periodKey(account, found));
  return row && 'opening' in row ? row : undefined;
}
