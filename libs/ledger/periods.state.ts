import type { AccountEventOf } from './account/account.events.js';
import { blank, type Account } from './account/account.state.js';
import { addHold } from './account/hold.state.js';
import { addLot, readLot } from './account/lot.state.js';

export function opened({ at, data }: AccountEventOf<'AccountOpened'>): Account {
  const account = blank(data.account, data.customer, data.currency, data.time_zone, at);
  account.counts.set('AccountOpened', 1);
  return account;
}

export function periodOpened(before: Account | undefined, event: AccountEventOf<'PeriodOpened'>): Account {
  const { data, at } = event;
  const account = blank(data.account, data.customer, data.currency, data.time_zone, before && before.at > at ? before.at : at);
  account.period = data.period;
  data.lots.forEach((lot) => addLot(account, readLot(lot)));
  data.holds.forEach((hold) => addHold(account, hold));
  account.carriedLeft = data.carried;
  account.status = data.carried > 0 ? 'carrying' : 'open';
  if (before?.status === 'opening') account.counts.set('AccountOpened', 1);
  account.counts.set('PeriodOpened', 1);
  return account;
}

export function periodCarried(account: Account, { data }: AccountEventOf<'PeriodCarried'>): void {
  data.lots.forEach((lot) => addLot(account, readLot(lot)));
  data.holds.forEach((hold) => addHold(account, hold));
  account.carriedLeft -= 1;
  if (account.carriedLeft === 0) account.status = 'open';
}

export function claimsListed(account: Account, { data }: AccountEventOf<'ClaimsListed'>): void {
  account.status = 'closing';
  account.claimsListed += data.claims.length;
}

export function periodClosed(account: Account, { data }: AccountEventOf<'PeriodClosed'>): void {
  account.status = 'closed';
  account.next = data.next;
}
