import { parseAmount } from '#money';
import type { AccountEventOf } from '../account/account.events.js';
import type { Account } from '../account/account.state.js';
import { endHold, readHold } from '../account/hold.state.js';
import { lotOf, release, take } from '../account/lot.state.js';

export function routed(account: Account, { data }: AccountEventOf<'RequestRouted'>): void {
  for (const [id, amount] of data.lots) {
    const lot = lotOf(account, id);
    const nanos = parseAmount(amount);
    lot.left -= nanos;
    lot.held += nanos;
    account.available -= nanos;
  }
  const { entry: _entry, ...record } = data;
  account.holds.set(data.request, readHold(account, record, account.quotes.find(data)?.quote.route));
  account.held += parseAmount(data.hold);
}

export function metered(account: Account, { data }: AccountEventOf<'TokensMetered'>): void {
  for (const [id, spent, released] of data.lots) release(account, id, parseAmount(spent), parseAmount(released));
  for (const [id, amount] of data.extra) take(account, id, parseAmount(amount));
  endHold(account, data.request);
}

/** Failed or abandoned: all of the hold goes back. */
export function released(account: Account, { data }: AccountEventOf<'RequestFailed' | 'RequestAbandoned'>): void {
  for (const { lot, amount } of account.holds.get(data.request)?.takes ?? []) release(account, lot, 0n, amount);
  endHold(account, data.request);
}
