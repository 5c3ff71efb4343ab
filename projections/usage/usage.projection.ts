import { placeOf, type AccountEventData } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection } from '#projecting';
import { accountCurrency } from '../postings/postings.js';

/** What some requests used and were charged. */
export type UsageTally = {
  readonly requests: number;
  readonly input_tokens: number;
  readonly cached_input_tokens: number;
  readonly cache_write_tokens: number;
  readonly output_tokens: number;
  readonly reasoning_tokens: number;
  readonly charge: string;
  /** Of these requests, those of which something had no price of its own, and all their tokens: each receipt names what. */
  readonly unpriced_requests: number;
  readonly unpriced_tokens: number;
};

/** A day of a model as the log has it. Which day that is for the account is said by its time zone when it is read. */
export type UsageRow = {
  readonly account: string;
  /** In which the charges were posted: the month whose statement has them. */
  readonly period: string;
  /** Of the end of the request, in UTC. */
  readonly day: string;
  readonly model: string;
  readonly currency: string;
  /** By the quarter of an hour in which it begins, `23:45`: no time zone begins its days between two of them. */
  readonly quarters: { readonly [quarter: string]: UsageTally };
};

/** Charges in nanos. Changed in place: every request of the quarter touches it. */
type Tally = { -readonly [member in keyof UsageTally]: member extends 'charge' ? bigint : number };

interface Day extends Omit<UsageRow, 'quarters'> {
  readonly quarters: Map<string, Tally>;
}

/** What was used and charged: metered requests by account, month, day and model. One that failed before it was metered used nothing. */
export const usage = projection<UsageRow, AccountEventData, Day>({
  name: 'usage',
  version: 3,
  poison: 'stop',
  indexes: { by_day: ['account', 'period', 'day'] },
  keys: ({ stream, data, metadata }) => dayKey(stream, dayOf(metadata.effective), (data as AccountEventData['TokensMetered']).model),
  on: {
    TokensMetered: (before, { stream, data, metadata }) => {
      const day = before ?? blank(stream, dayOf(metadata.effective), data);
      const quarter = quarterOf(metadata.effective);
      let tally = day.quarters.get(quarter);
      if (!tally) day.quarters.set(quarter, (tally = { ...NOTHING, charge: 0n }));
      add(tally, data);
      return day;
    },
  },
  form: {
    read: ({ quarters, ...day }) => {
      const tallies = Object.entries(quarters).map(
        ([quarter, tally]) => [quarter, { ...tally, charge: parseAmount(tally.charge) }] as const,
      );
      return { ...day, quarters: new Map(tallies) };
    },
    write: ({ quarters, ...day }) => {
      const tallies = [...quarters].map(([quarter, tally]) => [quarter, { ...tally, charge: formatAmount(tally.charge) }] as const);
      return { ...day, quarters: Object.fromEntries(tallies) };
    },
  },
});

export const NOTHING: UsageTally = {
  requests: 0,
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  charge: formatAmount(0n),
  unpriced_requests: 0,
  unpriced_tokens: 0,
};

export function plusTally(a: UsageTally, b: UsageTally): UsageTally {
  return {
    requests: a.requests + b.requests,
    input_tokens: a.input_tokens + b.input_tokens,
    cached_input_tokens: a.cached_input_tokens + b.cached_input_tokens,
    cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    reasoning_tokens: a.reasoning_tokens + b.reasoning_tokens,
    charge: formatAmount(parseAmount(a.charge) + parseAmount(b.charge)),
    unpriced_requests: a.unpriced_requests + b.unpriced_requests,
    unpriced_tokens: a.unpriced_tokens + b.unpriced_tokens,
  };
}

function add(tally: Tally, { usage, charge, unpriced }: AccountEventData['TokensMetered']): void {
  tally.requests += 1;
  tally.input_tokens += usage.input_tokens;
  tally.cached_input_tokens += usage.cached_input_tokens;
  tally.cache_write_tokens += usage.cache_write_tokens;
  tally.output_tokens += usage.output_tokens;
  tally.reasoning_tokens += usage.reasoning_tokens;
  tally.charge += parseAmount(charge);
  if (unpriced === undefined || unpriced.length === 0) return;
  tally.unpriced_requests += 1;
  tally.unpriced_tokens += usage.input_tokens + usage.cached_input_tokens + usage.cache_write_tokens + usage.output_tokens;
}

const dayOf = (instant: string): string => instant.slice(0, 'yyyy-mm-dd'.length);

/** `hh:` and the quarter's first minute. */
const QUARTERS = ['00', '15', '30', '45'] as const;

function quarterOf(instant: string): string {
  const minutes = Number(instant.slice('yyyy-mm-ddThh:'.length, 'yyyy-mm-ddThh:mm'.length));
  return `${instant.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:'.length)}${QUARTERS[Math.trunc(minutes / 15)] ?? String(minutes)}`;
}

/** Most requests are of the day and model of the one before in their stream. */
const lastKeys = new Map<string, { readonly day: string; readonly model: string; readonly key: string | undefined }>();
const MOST_KEYS = 10_000;

function dayKey(stream: string, day: string, model: string): string | undefined {
  const last = lastKeys.get(stream);
  if (last?.day === day && last.model === model) return last.key;
  const place = placeOf(stream);
  const key = place && `${place.account}/${place.period}/${day}/${model}`;
  if (lastKeys.size >= MOST_KEYS) lastKeys.clear();
  lastKeys.set(stream, { day, model, key });
  return key;
}

function blank(stream: string, day: string, { model, entry }: AccountEventData['TokensMetered']): Day {
  const { account = '', period = '' } = placeOf(stream) ?? {};
  return { account, period, day, model, currency: accountCurrency(entry), quarters: new Map() };
}
