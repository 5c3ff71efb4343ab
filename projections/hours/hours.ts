import { CHART, type AccountEventData, type Entry, type UsageRecord } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { accountCurrency, postingsOf } from '../postings/postings.js';

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

/** A request that has ended, as it is handed to its hours. */
export interface Spent {
  readonly name: GroupName;
  readonly entry: Entry;
  readonly usage: UsageRecord | undefined;
  readonly charge: string | undefined;
  /** Undefined for one that nobody was there to measure. */
  readonly latencyMs: number | undefined;
}

/** Keys of hours begin with it, account and month, in order of time; `start` is the hour's in UTC. */
export const hoursOf = (account: string, period: string): string => `hour/${account}/${period}/`;
export const hourKey = ({ account, period, hour, key }: HourPlace, start: string): string =>
  `${hoursOf(account, period)}${key === null ? '' : `${key}/`}${start}/${hour}`;

interface Tally {
  readonly name: GroupName;
  readonly currency: string;
  requests: number;
  readonly tokens: Map<string, number>;
  charge: bigint;
  readonly cost: Map<string, bigint>;
  readonly latency: Map<number, number>;
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
        tokens: new Map(Object.entries(sums.tokens)),
        charge: parseAmount(sums.charge),
        cost: new Map(Object.entries(sums.cost).map(([each, amount]) => [each, parseAmount(amount)])),
        latency: new Map(sums.latency),
      });
    }
  }

  static read({ groups, ...place }: HourRow): Hour {
    return new Hour(place, groups);
  }

  add({ name, entry, usage, charge, latencyMs }: Spent): this {
    const tally = this.#tallyOf(name, accountCurrency(entry));
    tally.requests += 1;
    for (const component in usage) {
      const tokens: unknown = usage[component as keyof UsageRecord];
      if (typeof tokens === 'number' && tokens > 0) plus(tally.tokens, component, tokens);
    }
    if (charge !== undefined) tally.charge += parseAmount(charge);
    for (const { currency, code, nanos } of postingsOf(entry))
      if (code === CHART.providerPayable) tally.cost.set(currency, (tally.cost.get(currency) ?? 0n) - nanos);
    if (latencyMs !== undefined) plus(tally.latency, latencyBucket(latencyMs), 1);
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
        tokens: Object.fromEntries(sorted(tokens)),
        charge: formatAmount(charge),
        cost: Object.fromEntries(costs),
        latency: sorted(latency),
      };
    });
    return { ...this.place, groups };
  }

  #tallyOf(name: GroupName, currency: string): Tally {
    const key = keyOf(name, currency);
    let tally = this.#groups.get(key);
    if (!tally) {
      tally = { name, currency, requests: 0, tokens: new Map(), charge: 0n, cost: new Map(), latency: new Map() };
      this.#groups.set(key, tally);
    }
    return tally;
  }
}

const keyOf = ({ model, requested, provider, status }: GroupName, currency: string): string =>
  `${model}\u0000${requested}\u0000${provider}\u0000${status}\u0000${currency}`;

function plus<Key>(sums: Map<Key, number>, key: Key, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more);
}

const sorted = <Key extends string | number, Value>(map: ReadonlyMap<Key, Value>): [Key, Value][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Eighths of each power of two: a latency is known to 12 %, whatever rows are added up. Whole milliseconds, from 0. */
export function latencyBucket(ms: number): number {
  const whole = Math.min(Math.max(0, Math.trunc(ms)), 2 ** 31 - 1);
  if (whole < 8) return whole;
  const power = 31 - Math.clz32(whole);
  return (power - 2) * 8 + ((whole >> (power - 3)) & 7);
}

/** What an end says of what was used. */
export function spentIn(
  type: string,
  data: AccountEventData['TokensMetered' | 'RequestFailed' | 'RequestAbandoned'],
  name: GroupName,
): Spent {
  const { usage, charge, latency_ms: latencyMs, entry } = data as Partial<AccountEventData['TokensMetered']> & { readonly entry: Entry };
  return { name, entry, usage, charge, latencyMs: type === 'RequestAbandoned' ? undefined : latencyMs };
}
