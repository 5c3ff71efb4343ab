import { CHART, type AccountEventData, type Entry, type UsageRecord } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { postingsOf } from '../postings/postings.js';

/**
 * What ended within an hour of the account's time zone, in the month in which the events stand: one row for the account and one for
 * each of its keys, since a dimension of many values has rows of its own and one of few values groups within them (ADR 0035).
 */
export type HourRow = {
  readonly account: string;
  readonly period: string;
  /** The hour with its offset, `2026-11-10T13:00+05:45`: days of 23 and 25 hours come out. */
  readonly hour: string;
  /** Null in the account's own row. */
  readonly key: string | null;
  readonly groups: readonly HourGroup[];
};

/** What the requests of a group have in common, and what they come to. */
export type HourGroup = {
  readonly model: string;
  /** The model or alias that was asked for. */
  readonly requested: string;
  readonly provider: string;
  readonly status: string;
  readonly currency: string;
  readonly requests: number;
  /** By component. */
  readonly tokens: Readonly<Record<string, number>>;
  readonly charge: string;
  /** What providers are owed for them, by currency. */
  readonly cost: Readonly<Record<string, string>>;
  /** `[bucket, requests]`: those of several rows are added up bucket by bucket. */
  readonly latency: readonly (readonly [bucket: number, requests: number])[];
};

export type HourPlace = Pick<HourRow, 'account' | 'period' | 'hour' | 'key'>;
export type GroupName = Pick<HourGroup, 'model' | 'requested' | 'provider' | 'status'>;

/** A request that has ended, as it is handed to its hours: read once for all of them. */
export interface Spent {
  readonly name: GroupName;
  readonly currency: string;
  /** Tells the group from others. */
  readonly group: string;
  readonly tokens: readonly (readonly [component: string, tokens: number])[];
  /** In nanos. */
  readonly charge: bigint;
  readonly cost: readonly (readonly [currency: string, nanos: bigint])[];
  /** Undefined for one that nobody was there to measure. */
  readonly latency: number | undefined;
}

/** Keys of hours begin with it, account and month, in order of time; `start` is the hour's in UTC. */
export const hoursOf = (account: string, period: string): string => `hour/${account}/${period}/`;
export const hourKey = ({ account, period, hour, key }: HourPlace, start: string): string =>
  `${hoursOf(account, period)}${key === null ? '' : `${key}/`}${start}/${hour}`;

/** Counts in place: each is looked up once to be added to. */
class Counts<Key extends string | number> {
  readonly #counts = new Map<Key, { count: number }>();

  constructor(counts: Iterable<readonly [key: Key, count: number]> = []) {
    for (const [key, count] of counts) this.add(key, count);
  }

  add(key: Key, count: number): void {
    const found = this.#counts.get(key);
    if (found) found.count += count;
    else this.#counts.set(key, { count });
  }

  write(): [Key, number][] {
    return sorted(this.#counts).map(([key, { count }]) => [key, count]);
  }
}

interface Tally {
  readonly name: GroupName;
  readonly currency: string;
  requests: number;
  readonly tokens: Counts<string>;
  charge: bigint;
  readonly cost: Map<string, bigint>;
  readonly latency: Counts<number>;
}

/** Added up in place: every request of the hour touches it. */
export class Hour {
  readonly #groups = new Map<string, Tally>();

  constructor(
    private readonly place: HourPlace,
    groups: readonly HourGroup[] = [],
  ) {
    for (const { model, requested, provider, status, currency, ...sums } of groups) {
      const name = { model, requested, provider, status };
      this.#groups.set(keyOf(name, currency), {
        name,
        currency,
        requests: sums.requests,
        tokens: new Counts(Object.entries(sums.tokens)),
        charge: parseAmount(sums.charge),
        cost: new Map(Object.entries(sums.cost).map(([each, amount]) => [each, parseAmount(amount)])),
        latency: new Counts(sums.latency),
      });
    }
  }

  static read({ groups, ...place }: HourRow): Hour {
    return new Hour(place, groups);
  }

  add(spent: Spent): this {
    const tally = this.#tallyOf(spent);
    tally.requests += 1;
    tally.charge += spent.charge;
    for (const [component, tokens] of spent.tokens) tally.tokens.add(component, tokens);
    for (const [currency, nanos] of spent.cost) tally.cost.set(currency, (tally.cost.get(currency) ?? 0n) + nanos);
    if (spent.latency !== undefined) tally.latency.add(spent.latency, 1);
    return this;
  }

  /** Sorted, so that the row does not depend on what came first. */
  write(): HourRow {
    const groups = sorted(this.#groups).map(([, { name, currency, requests, tokens, charge, cost, latency }]): HourGroup => {
      const costs = sorted(cost).map(([each, nanos]) => [each, formatAmount(nanos)] as const);
      return {
        ...name,
        currency,
        requests,
        tokens: Object.fromEntries(tokens.write()),
        charge: formatAmount(charge),
        cost: Object.fromEntries(costs),
        latency: latency.write(),
      };
    });
    return { ...this.place, groups };
  }

  #tallyOf({ name, currency, group }: Spent): Tally {
    let tally = this.#groups.get(group);
    if (!tally) {
      tally = { name, currency, requests: 0, tokens: new Counts(), charge: 0n, cost: new Map(), latency: new Counts() };
      this.#groups.set(group, tally);
    }
    return tally;
  }
}

const keyOf = ({ model, requested, provider, status }: GroupName, currency: string): string =>
  `${model}\u0000${requested}\u0000${provider}\u0000${status}\u0000${currency}`;

const sorted = <Key extends string | number, Value>(map: ReadonlyMap<Key, Value>): [Key, Value][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Eighths of each power of two: a latency is known to 12 %, whatever rows are added up. Whole milliseconds, from 0. */
export function latencyBucket(ms: number): number {
  const whole = Math.min(Math.max(0, Math.trunc(ms)), 2 ** 31 - 1);
  if (whole < 8) return whole;
  const power = 31 - Math.clz32(whole);
  return (power - 2) * 8 + ((whole >> (power - 3)) & 7);
}

/** The middle of a bucket, in whole milliseconds. */
export function latencyAt(bucket: number): number {
  if (bucket < 16) return bucket;
  const width = 2 ** ((bucket >> 3) - 1);
  return (8 + (bucket & 7)) * width + width / 2;
}

type EndData = AccountEventData['TokensMetered' | 'RequestFailed' | 'RequestAbandoned'];

/** What requests are counted by, told apart by one text, which is made once for many of them. */
export interface Group {
  readonly name: GroupName;
  readonly currency: string;
  readonly group: string;
}

export const groupOf = (name: GroupName, currency: string): Group => ({ name, currency, group: keyOf(name, currency) });

/** What an end says of what was used. One that was abandoned was measured by nobody. */
export function spentIn(data: EndData, { name, currency, group }: Group): Spent {
  const { usage, charge, latency_ms: latencyMs, entry } = data as Partial<AccountEventData['TokensMetered']> & { readonly entry: Entry };
  const cost: [string, bigint][] = [];
  for (const posting of postingsOf(entry)) if (posting.code === CHART.providerPayable) cost.push([posting.currency, -posting.nanos]);
  return {
    name,
    currency,
    group,
    tokens: usage === undefined ? [] : tokensIn(usage),
    charge: charge === undefined ? 0n : parseAmount(charge),
    cost,
    latency: latencyMs === undefined ? undefined : latencyBucket(latencyMs),
  };
}

function tokensIn(usage: UsageRecord): [string, number][] {
  const tokens: [string, number][] = [];
  for (const component in usage) {
    const count: unknown = usage[component as keyof UsageRecord];
    if (typeof count === 'number' && count > 0) tokens.push([component, count]);
  }
  return tokens;
}
