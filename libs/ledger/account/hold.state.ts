import { parseAmount } from '#money';
import type { HoldRecord, LotAmount } from './account.events.js';
import { purseOf, type Account, type Hold } from './account.state.js';
import { lotOf } from './lot.state.js';

export function addHold(account: Account, record: HoldRecord, route?: number): void {
  const hold = readHold(account, record, route);
  account.holds.set(record.request, hold);
  account.held += hold.amount;
}

export function readHold(account: Account, record: HoldRecord, route: number | undefined): Hold {
  const takes = record.lots.map(([lot, amount]: LotAmount) => ({
    lot,
    purse: purseOf(lotOf(account, lot).kind),
    amount: parseAmount(amount),
  }));
  return { record, amount: parseAmount(record.hold), takes, route };
}

export function endHold(account: Account, request: string): void {
  const hold = account.holds.get(request);
  if (!hold) throw new TypeError(`No open hold for ${request}`);
  account.held -= hold.amount;
  account.holds.delete(request);
}
