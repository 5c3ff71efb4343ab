import { formatAmount } from '#money';
import type { AccountEvent, AccountEventOf, HoldRecord, LotRecord } from './account/account.events.js';
import type { Account } from './account/account.state.js';
import { writeLot } from './account/lot.state.js';
import { dueExpiries } from './account/lots.js';
import { lastInstant, later, periodEnd, periodOf, periodStart } from './account/period.js';

/** Characters of lots, holds and claims that one event carries: even at three bytes each it stays below the limit of an append. */
const MAX_CARRIED_TEXT = 200_000;

/** True when the moment lies in a later month than the one that is open, or the closing of that one has begun. */
export const mustClose = (account: Account, at: string): boolean =>
  account.status === 'closing' || (account.status === 'open' && periodOf(later(at, account.at), account.timeZone) > account.period);

/**
 * The last events of a period: expiries that fell due before its end, a bounded number at a time until none is left, then the
 * closing itself, which takes effect at the first instant of the next month. What expires later belongs to the next period.
 */
export function expiriesBeforeClosing(account: Account): AccountEventOf<'CreditExpired'>[] {
  if (account.status === 'closing') return [];
  return dueExpiries(account, later(account.at, lastInstant(account.period, account.timeZone)));
}

/**
 * What comes next in closing the period: more of its claims, while they are too many for one event, and then PeriodClosed. It follows from
 * the stream alone (but for the month that PeriodClosed names), so whoever finds a closing that was broken off goes on with it.
 */
export function closingEvent(
  account: Account,
  moment: string,
  maxText = MAX_CARRIED_TEXT,
): AccountEventOf<'ClaimsListed' | 'PeriodClosed'> {
  const unlisted = unlistedClaims(account);
  const first = unlisted.slice(0, fitting(unlisted, maxText));
  if (first.length === unlisted.length) return closePeriod(account, moment);
  return { type: 'ClaimsListed', at: closingTime(account), data: { part: (account.counts.get('ClaimsListed') ?? 0) + 1, claims: first } };
}

/** Closes the period because of a moment in a later one, and names that one. */
export function closePeriod(account: Account, moment: string): AccountEventOf<'PeriodClosed'> {
  return {
    type: 'PeriodClosed',
    at: closingTime(account),
    data: {
      period: account.period,
      next: periodOf(later(moment, account.at), account.timeZone),
      available: formatAmount(account.available),
      held: formatAmount(account.held),
      frozen: formatAmount(0n),
      counts: Object.fromEntries(account.counts),
      claims: unlistedClaims(account),
    },
  };
}

/** Claims of the period that no ClaimsListed has, in order. */
export const unlistedClaims = (account: Account): string[] => [...account.claims].slice(account.claimsListed);

/** All that closes a period takes effect at the first instant that is no longer in it. */
export function closingTime({ id, at, period, timeZone, leases }: Account): string {
  if (leases.size > 0) throw new TypeError(`${id} cannot close ${period}: ${leases.size} leases are out`);
  return later(at, periodEnd(period, timeZone));
}

/** How many of the texts, from the first on, one event takes; at least one. */
function fitting(texts: readonly string[], maxText: number): number {
  let room = maxText;
  let count = 0;
  for (const text of texts) {
    room -= JSON.stringify(text).length;
    if (room < 0 && count > 0) break;
    count += 1;
  }
  return count;
}

/** Where the closed stream ended: the next period names it, so that the chain runs on over streams. */
export interface ClosedStream {
  readonly stream: string;
  readonly revision: string;
  readonly hash: string;
}

/**
 * The opening of the period that the closed one names, at its first instant; for the first period of all, at AccountOpened. It
 * follows from the stream before alone, so whoever finds it missing or incomplete writes the same events.
 */
export function openPeriod(account: Account, previous: ClosedStream | null): AccountEvent[] {
  const period = account.next ?? periodOf(account.at, account.timeZone);
  const at = account.next === null ? account.at : later(periodStart(period, account.timeZone), account.at);
  const lots = account.lots.map(writeLot);
  const holds = [...account.holds.values()].map(({ record }) => record);
  const parts = carriedParts(lots, holds);
  const [first, ...rest] = parts;
  return [
    {
      type: 'PeriodOpened',
      at,
      data: {
        account: account.id,
        customer: account.customer,
        currency: account.currency,
        time_zone: account.timeZone,
        period,
        previous,
        available: formatAmount(account.available),
        held: formatAmount(account.held),
        lots: first?.lots ?? [],
        holds: first?.holds ?? [],
        carried: rest.length,
      },
    },
    ...rest.map((part, index) => ({ type: 'PeriodCarried' as const, at, data: { part: index + 1, ...part } })),
  ];
}

interface CarriedPart {
  readonly lots: LotRecord[];
  readonly holds: HoldRecord[];
}

/** Lots come before the holds that name them. */
function carriedParts(lots: readonly LotRecord[], holds: readonly HoldRecord[]): CarriedPart[] {
  const parts: CarriedPart[] = [];
  let room = 0;
  const partFor = (record: LotRecord | HoldRecord): CarriedPart => {
    const size = JSON.stringify(record).length;
    if (size > room) {
      parts.push({ lots: [], holds: [] });
      room = MAX_CARRIED_TEXT;
    }
    room -= size;
    return parts.at(-1) as CarriedPart;
  };
  for (const lot of lots) partFor(lot).lots.push(lot);
  for (const hold of holds) partFor(hold).holds.push(hold);
  return parts;
}
