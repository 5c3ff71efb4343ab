import { dayOf, nextPeriod, periodOf, previousPeriod } from '#ledger';
import type { RowReader } from '#read-model';
import { lastTime } from '../chains/chain.query.js';
import { readHours } from '../request-logs/hours.query.js';
import { Sum } from './overview.query.js';
import { keyLog, requestLogs } from '../request-logs/request-logs.projection.js';

export interface KeyUse {
  /** The day, of the account's time zone, on which a request of the key ended last; null before. */
  readonly lastUsedOn: string | null;
  /** What the requests of the key that ended today were charged. */
  readonly spentToday: string;
}

const DAY_MS = 86_400_000;

/** Read from the head of the key's log; the hours only of a key that was used today. `now` is RFC 3339 UTC. */
export async function readKeyUse(
  models: RowReader,
  { account, timeZone, key }: { readonly account: string; readonly timeZone: string; readonly key: string },
  now: string,
): Promise<KeyUse> {
  const last = await lastTime(models, requestLogs, keyLog(account, key));
  const spent = new Sum();
  const today = dayOf(now, timeZone);
  const lastUsedOn = last === undefined ? null : dayOf(new Date(last).toISOString(), timeZone);
  if (lastUsedOn === null || lastUsedOn < today) return { lastUsedOn, spentToday: spent.told.charge };
  const from = `${new Date(Date.parse(now) - 2 * DAY_MS).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`;
  const current = periodOf(now, timeZone);
  for (const period of [previousPeriod(current), current, nextPeriod(current)]) {
    for await (const { hour, groups } of readHours(models, { account, period, key, from })) if (hour.startsWith(today)) spent.add(groups);
  }
  return { lastUsedOn, spentToday: spent.told.charge };
}
