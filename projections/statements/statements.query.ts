import type { Position } from '#event-store';
import { isPeriod, later, nextPeriod, periodOf } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { ReadModelUnavailableError, rowsOf, type RowReader } from '#read-model';
import { periodKey, statements, type LineRow, type PeriodRow } from './statements.projection.js';

export type StatementLine = LineRow & {
  /** Right behind this line. */
  readonly balance: string;
};

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
  readonly lines: () => AsyncGenerator<StatementLine>;
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
export async function readStatement(models: RowReader, { account, currency }: StatementAccount, period: string): Promise<Statement> {
  const month: unknown = period;
  if (!isPeriod(month)) throw new RangeError(`${period} is no month like 2026-11`);
  const { row: stored, asOf } = await models.get(statements, periodKey(account, period));
  // Its lines may still be missing: half a statement is none.
  if (stored && stored.position > asOf) throw new ReadModelUnavailableError(`The statement of ${period} is being written`);
  if (stored) {
    const row = JSON.parse(stored.json) as PeriodRow;
    return statementOf(row, asOf, () => linesOf(models, row, stored.position));
  }
  const before = await lastBefore(models, account, period);
  const balance = before ? closingOf(before) : formatAmount(0n);
  const empty = { account, period, currency: before?.currency ?? currency, opening: balance, closing: balance };
  return { ...empty, closed: false, lineCount: 0, asOf, lines: async function* () {} };
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
  const last = await lastBefore(models, account, LAST);
  if (!last) return { running: clock, latest: clock };
  const running = last.closing === null ? last.period : later(nextPeriod(last.period), clock);
  return { running, latest: later(running, clock) };
}

function statementOf(row: PeriodRow, asOf: Position, lines: Statement['lines']): Statement {
  const { account, period, currency, opening } = row;
  return { account, period, currency, opening, closing: closingOf(row), closed: row.closing !== null, lineCount: row.lines, asOf, lines };
}

/** Up to the event that the period's row has seen last: a line that arrives meanwhile stays out, so that lines and closing agree. */
async function* linesOf(models: RowReader, { account, period, opening }: PeriodRow, upTo: Position): AsyncGenerator<StatementLine> {
  const key = periodKey(account, period);
  let balance = parseAmount(opening);
  for await (const { json, position } of models.iterate(statements, { index: 'key', from: key, before: key + LAST })) {
    const row = JSON.parse(json) as PeriodRow | LineRow;
    if ('opening' in row || position > upTo) continue;
    balance += parseAmount(row.amount);
    yield { ...row, balance: formatAmount(balance) };
  }
}

function closingOf({ opening, movements }: PeriodRow): string {
  return formatAmount(parseAmount(opening) + parseAmount(movements));
}

/** The account's last period before the given one. Its lines stand behind it, so the row that is found last names it by its key. */
async function lastBefore(models: RowReader, account: string, period: string): Promise<PeriodRow | undefined> {
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
