import { formatAmount } from '#money';
import type { AccountEvent, AccountEventOf, HoldRecord, LotRecord } from './account.events.js';
import { writeLot, type Account } from './account.state.js';
import { dueExpiries, later } from './lots.js';
import { lastInstant, periodEnd, periodOf } from './period.js';

/** Lots and holds that one event carries at most: some 400 bytes each stay well below the limit of an append. */
const MAX_CARRIED = 500;

/** True when the moment lies in a later month than the one that is open. */
export const mustClose = (account: Account, at: string): boolean =>
  account.status === 'open' && periodOf(later(at, account.at), account.timeZone) > account.period;

/**
 * The last events of a period: expiries that fell due before its end, then the closing itself, which takes effect at the first
 * instant of the next month. What expires later belongs to the next period.
 */
export function expiriesBeforeClosing(account: Account): AccountEventOf<'CreditExpired'>[] {
  return dueExpiries(account, later(account.at, lastInstant(account.period, account.timeZone)), Infinity);
}

export function closePeriod(account: Account): AccountEventOf<'PeriodClosed'> {
  return {
    type: 'PeriodClosed',
    at: later(account.at, periodEnd(account.period, account.timeZone)),
    data: {
      period: account.period,
      available: formatAmount(account.available),
      held: formatAmount(account.held),
      frozen: formatAmount(0n),
      counts: Object.fromEntries(account.counts),
      claims: [...account.claims],
    },
  };
}

/** Where the closed stream ended: the next period names it, so that the chain runs on over streams. */
export interface ClosedStream {
  readonly stream: string;
  readonly revision: string;
  readonly hash: string;
}

/**
 * The opening of the period in which the moment lies. It follows from the closed stream (or from AccountOpened) alone, so
 * whoever finds it missing or incomplete writes the same events.
 */
export function openPeriod(account: Account, previous: ClosedStream | null, moment: string): AccountEvent[] {
  const at = later(moment, account.at);
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
        period: periodOf(at, account.timeZone),
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

/** Lots come before the holds that name them. */
function carriedParts(lots: readonly LotRecord[], holds: readonly HoldRecord[]) {
  const parts: { lots: LotRecord[]; holds: HoldRecord[] }[] = [];
  for (let index = 0; index < lots.length; index += MAX_CARRIED) parts.push({ lots: lots.slice(index, index + MAX_CARRIED), holds: [] });
  for (let index = 0; index < holds.length; index += MAX_CARRIED) parts.push({ lots: [], holds: holds.slice(index, index + MAX_CARRIED) });
  if (parts.length === 2 && lots.length + holds.length <= MAX_CARRIED) return [{ lots: [...lots], holds: [...holds] }];
  return parts;
}
