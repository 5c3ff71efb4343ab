import { parseAmount } from '#money';
import type { AccountEventOf } from './account/account.events.js';
import type { Account } from './account/account.state.js';
import { addLot, grantedLot, take } from './account/lot.state.js';

export function paymentReceived(account: Account, { at, data }: AccountEventOf<'PaymentReceived'>): void {
  account.claims.add(data.claim);
  addLot(account, grantedLot(data.lot, 'paid', data.amount, at, null, data.payment));
}

export function creditGranted(account: Account, { at, data }: AccountEventOf<'CreditGranted'>): void {
  if (data.claim !== null) account.claims.add(data.claim);
  addLot(account, grantedLot(data.lot, data.kind, data.amount, at, data.expires_at, null));
}

export function creditExpired(account: Account, { data }: AccountEventOf<'CreditExpired'>): void {
  take(account, data.lot, parseAmount(data.amount));
}

export function adjusted(account: Account, { at, data }: AccountEventOf<'BalanceAdjusted'>): void {
  const amount = parseAmount(data.amount);
  if (data.claim !== null) account.claims.add(data.claim);
  if (amount > 0n) addLot(account, grantedLot(data.adjustment, 'adjustment', data.amount, at, null, null));
  for (const [id, nanos] of data.lots) take(account, id, parseAmount(nanos));
  account.adjustments.set(data.adjustment, { amount, reversed: false });
  const reversed = data.reverses === null ? undefined : account.adjustments.get(data.reverses);
  if (reversed) reversed.reversed = true;
}
