import { dayOf, nextPeriod } from '#ledger';
import { UnknownCursorError, rowsOf, type RowReader } from '#read-model';
import { NOTHING, plusTally, usage, type UsageRow, type UsageTally } from './usage.projection.js';

export interface UsageQuery {
  readonly account: string;
  readonly timeZone: string;
  /** Days as `2026-11-23`: the first is included, the last is not. */
  readonly from?: string;
  readonly before?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A day of a model, in the account's time zone and within the month that the charges were posted in. */
export type UsageDay = UsageTally & { readonly day: string; readonly model: string; readonly currency: string };

export interface UsagePage {
  readonly rows: readonly UsageDay[];
  readonly next: string | undefined;
}

/**
 * Newest day first. The running day still grows. What its days come to in a month is what the month's statement has of usage: one that was
 * posted in a later month than it happened in stands on the first day of that month. Throws `UnknownCursorError`.
 */
export async function readUsage(models: RowReader, { limit, cursor, ...query }: UsageQuery): Promise<UsagePage> {
  const after = cursor === undefined ? undefined : placeIn(cursor);
  const rows: UsageDay[] = [];
  for await (const row of daysOf(models, query, after)) {
    if (rows.length === limit) return { rows, next: cursorBehind(rows.at(-1) as UsageDay) };
    rows.push(row);
  }
  return { rows, next: undefined };
}

type Place = Pick<UsageDay, 'day' | 'model'>;

async function* daysOf(models: RowReader, query: Omit<UsageQuery, 'limit' | 'cursor'>, after: Place | undefined): AsyncGenerator<UsageDay> {
  const { account, timeZone, from = '0000-01-01', before = '9999-12-31' } = query;
  const last = after && after.day < before ? after.day : dayBefore(before);
  const bounds = { from: from.slice(0, MONTH), before: last.slice(0, MONTH) + LAST };
  const localDays = new LocalDays(timeZone);
  let open = new Open();
  const isWanted = (row: UsageDay): boolean => row.day >= from && row.day < before && (!after || isBehind(row, after));
  for await (const row of rowsOf(models, usage).iterate({ index: 'by_day', equals: [account], order: 'descending', ...bounds })) {
    yield* open.endedBefore(row).filter(isWanted);
    open = open.take(row, localDays);
  }
  yield* open.all().filter(isWanted);
}

const MONTH = 'yyyy-mm'.length;
const LAST = '\uffff';

/** In the order of the list: newest day first, then models from the last to the first. */
const isBehind = (row: Place, { day, model }: Place): boolean => row.day < day || (row.day === day && row.model < model);

/** Days that later rows may still add to. */
class Open {
  readonly #days = new Map<string, UsageDay>();
  #period = '';

  /** Rows come from the newest to the oldest: a local day begins at most a day before or behind that of UTC. */
  endedBefore({ period, day }: UsageRow): UsageDay[] {
    return this.#leave((open) => period !== this.#period || open.day > dayAfter(day));
  }

  all(): UsageDay[] {
    return this.#leave(() => true);
  }

  take({ period, day, model, currency, quarters }: UsageRow, localDays: LocalDays): this {
    this.#period = period;
    for (const [quarter, tally] of Object.entries(quarters)) {
      const local = localDays.of(day, quarter, period);
      const key = `${local}/${model}`;
      const before = this.#days.get(key) ?? { day: local, model, currency, ...NOTHING };
      this.#days.set(key, { ...before, ...plusTally(before, tally) });
    }
    return this;
  }

  #leave(isOver: (open: UsageDay) => boolean): UsageDay[] {
    const over = [...this.#days].filter(([, open]) => isOver(open));
    for (const [key] of over) this.#days.delete(key);
    return over.map(([, open]) => open).sort((a, b) => (isBehind(b, a) ? -1 : 1));
  }
}

/** Days of an account, each within the month that its charges were posted in. */
class LocalDays {
  readonly #known = new Map<string, string>();

  constructor(private readonly timeZone: string) {}

  of(day: string, quarter: string, period: string): string {
    const instant = `${day}T${quarter}:00.000Z`;
    let local = this.#known.get(instant);
    if (local === undefined) this.#known.set(instant, (local = dayOf(instant, this.timeZone)));
    if (local.slice(0, MONTH) < period) return `${period}-01`;
    return local.slice(0, MONTH) > period ? dayBefore(`${nextPeriod(period)}-01`) : local;
  }
}

const DAY_MS = 86_400_000;
const movedBy = (day: string, ms: number): string => new Date(Date.parse(day) + ms).toISOString().slice(0, 'yyyy-mm-dd'.length);
const dayBefore = (day: string): string => movedBy(day, -DAY_MS);
const dayAfter = (day: string): string => movedBy(day, DAY_MS);

const cursorBehind = ({ day, model }: Place): string => Buffer.from(JSON.stringify([day, model])).toString('base64url');

function placeIn(cursor: string): Place {
  const [day, model] = partsOf(cursor);
  if (typeof day !== 'string' || typeof model !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day)) throw new UnknownCursorError();
  return { day, model };
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) && parts.length === 2 ? (parts as readonly unknown[]) : [];
  } catch {
    return [];
  }
}
