import { dayOf, dayStart, periodStart } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import type { RowReader } from '#read-model';
import { atOnce } from '../event-places.js';
import type { LogSource } from '../request-logs/request-logs.query.js';
import { type LineType, type PeriodRow } from './statements.projection.js';
import {
  carriedFrom,
  linesAt,
  monthOfNothing,
  readPeriod,
  type Line,
  type StatementAccount,
  type StatementLine,
} from './statements.query.js';

/** What a page shows of a month: usage that follows on itself within a day is one row, everything else is a row of its own. */
export type Movement = Omit<StatementLine, 'stream' | 'revision' | 'event' | 'request_id' | 'model'> & {
  /** Of the account's time zone. */
  readonly day: string;
  /** Of usage: how many requests. */
  readonly requests?: number;
};

export interface Movements {
  readonly period: string;
  readonly currency: string;
  readonly opening: string;
  readonly closing: string;
  readonly sums: readonly { readonly type: LineType; readonly amount: string; readonly count: number }[];
  /** Newest first. */
  readonly rows: readonly Movement[];
  /** Rows that are older than those: of a month there are `MOST_ROWS` at most. */
  readonly earlier: number;
  /** Three hours each, from the beginning of the month: usage as a share of that of the busiest, 0 to 1. */
  readonly ticks: readonly number[];
}

export const MOST_ROWS = 1_000;
const THREE_HOURS = 3 * 60 * 60 * 1_000;

/** The month up to a moment (RFC 3339 UTC, included), in one pass over the index of its lines. */
export async function readMovements(
  { models, events }: LogSource,
  { account, currency, timeZone }: StatementAccount,
  period: string,
  at: string,
): Promise<Movements> {
  const { row } = await readPeriod(models, account, period);
  if (!row) return { ...(await monthOfNothing(models, { account, currency }, period)), sums: [], rows: [], earlier: 0, ticks: [] };
  const pass = new MonthPass(row, timeZone);
  await pass.over(models, Date.parse(at));
  return { period, currency: row.currency, opening: row.opening, ...pass.totals(), ...(await pass.rows({ models, events })) };
}

interface Run {
  readonly day: string;
  readonly time: number;
  nanos: bigint;
  balance: bigint;
  requests: number;
}

class MonthPass {
  readonly #sums = new Map<LineType, { nanos: bigint; count: number }>();
  readonly #ticks: bigint[] = [];
  /** Runs of usage, and lines of anything else. */
  readonly #rows: (Run | Line)[] = [];
  readonly #start: number;
  #dropped = 0;
  #day = '';
  #dayEnds = -Infinity;
  #balance: bigint;

  constructor(
    private readonly month: PeriodRow,
    private readonly timeZone: string,
  ) {
    this.#start = Date.parse(periodStart(month.period, timeZone));
    this.#balance = parseAmount(month.opening);
  }

  async over(models: RowReader, until: number): Promise<void> {
    for await (const line of carriedFrom(models, this.month)) {
      if (line[0].time > until) return;
      this.#take(line);
    }
  }

  #take(line: Line): void {
    const [{ kind, time, nanos }, balance] = line;
    const type = kind[1] as LineType;
    this.#balance = balance;
    const sum = this.#sums.get(type);
    if (sum) {
      sum.nanos += nanos;
      sum.count += 1;
    } else this.#sums.set(type, { nanos, count: 1 });
    if (type !== 'usage') return this.#push(line);
    const tick = Math.max(0, Math.floor((time - this.#start) / THREE_HOURS));
    this.#ticks[tick] = (this.#ticks[tick] ?? 0n) - nanos;
    const day = this.#dayAt(time);
    const last = this.#rows.at(-1);
    if (last === undefined || !('requests' in last) || last.day !== day) return this.#push({ day, time, nanos, balance, requests: 1 });
    last.nanos += nanos;
    last.balance = balance;
    last.requests += 1;
  }

  #push(row: Run | Line): void {
    this.#rows.push(row);
    if (this.#rows.length < 2 * MOST_ROWS) return;
    this.#dropped += MOST_ROWS;
    this.#rows.splice(0, MOST_ROWS);
  }

  /** The lines come in order of time: the calendar is asked once a day. */
  #dayAt(time: number): string {
    if (time < this.#dayEnds) return this.#day;
    this.#day = dayOf(new Date(time).toISOString(), this.timeZone);
    const next = new Date(Date.parse(`${this.#day}T00:00:00.000Z`) + 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
    this.#dayEnds = Date.parse(dayStart(next, this.timeZone));
    return this.#day;
  }

  totals(): Pick<Movements, 'closing' | 'sums' | 'ticks'> {
    const most = this.#ticks.reduce((max, nanos) => (nanos > max ? nanos : max), 1n);
    return {
      closing: formatAmount(this.#balance),
      sums: [...this.#sums].map(([type, { nanos, count }]) => ({ type, amount: formatAmount(nanos), count })),
      ticks: Array.from(this.#ticks, (nanos = 0n) => Number((nanos * 1_000n) / most) / 1_000),
    };
  }

  async rows({ events }: LogSource): Promise<Pick<Movements, 'rows' | 'earlier'>> {
    const shown = this.#rows.slice(-MOST_ROWS);
    const lines = shown.filter((row): row is Line => !('requests' in row));
    const read: StatementLine[] = [];
    for await (const some of atOnce(inOrder(lines))) read.push(...(await linesAt(events, some)));
    const rows = shown.map((row): Movement => {
      if ('requests' in row) return usageOf(row);
      const { stream: _stream, revision: _revision, event: _event, ...line } = read.shift() as StatementLine;
      return { day: dayOf(line.time, this.timeZone), ...line };
    });
    return { rows: rows.reverse(), earlier: this.#dropped + this.#rows.length - shown.length };
  }
}

const usageOf = ({ day, time, nanos, balance, requests }: Run): Movement => ({
  day,
  time: new Date(time).toISOString(),
  type: 'usage',
  amount: formatAmount(nanos),
  balance: formatAmount(balance),
  requests,
});

async function* inOrder<Each>(all: readonly Each[]): AsyncGenerator<Each> {
  yield* all;
}
