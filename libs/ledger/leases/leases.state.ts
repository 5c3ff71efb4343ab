import { parseAmount } from '#money';
import type { AccountEventOf } from '../account/account.events.js';
import { blank, type Account, type Lot, type OutstandingLease } from '../account/account.state.js';
import { addHold } from '../account/hold.state.js';
import { addLot, dropIfEmpty, lotOf, readLot } from '../account/lot.state.js';

export function leaseOpened({ at, data }: AccountEventOf<'LeaseOpened'>): Account {
  const { lease, life, until } = data;
  const account: Account = {
    ...blank(data.account, data.customer, data.currency, data.time_zone, at),
    lease: { lease, life, until, sealedBy: null },
  };
  account.period = data.period;
  account.status = 'open';
  data.lots.forEach((lot) => addLot(account, readLot(lot)));
  account.counts.set('LeaseOpened', 1);
  return account;
}

export function leased(account: Account, { at, data: { lease, life, until, lots } }: AccountEventOf<'FundsLeased'>): void {
  const slices = lots.map(([id, amount]) => [id, parseAmount(amount)] as const);
  for (const [id, nanos] of slices) {
    const lot = lotOf(account, id);
    lot.left -= nanos;
    lot.leased += nanos;
    account.available -= nanos;
    account.leased += nanos;
  }
  account.leases.set(lease, { lease, life, until, since: at, recalled: false, settledParts: 0, lots: new Map(slices) });
  account.leasesGranted = Math.max(account.leasesGranted, lease);
}

export function recalled(account: Account, { at, data }: AccountEventOf<'FundsRecalled'>): void {
  for (const number of data.leases) outstanding(account, number).recalled = true;
  account.recalledAt = at;
}

export function settled(account: Account, { data }: AccountEventOf<'LeaseSettled'>): void {
  const lease = outstanding(account, data.lease);
  const comesBack = (id: string, nanos: bigint): Lot => {
    const lot = lotOf(account, id);
    lot.leased -= nanos;
    account.leased -= nanos;
    const out = (lease.lots.get(id) ?? 0n) - nanos;
    if (out === 0n) lease.lots.delete(id);
    else lease.lots.set(id, out);
    return lot;
  };
  for (const hold of data.holds) {
    for (const [id, amount] of hold.lots) comesBack(id, parseAmount(amount)).held += parseAmount(amount);
    addHold(account, hold);
  }
  for (const [id, spent, returned] of data.lots) {
    const nanos = parseAmount(spent) + parseAmount(returned);
    if (nanos === 0n) continue; // all of it moved with holds, which may have emptied the lot since
    const lot = comesBack(id, nanos);
    lot.left += parseAmount(returned);
    account.available += parseAmount(returned);
    dropIfEmpty(account, lot);
  }
  lease.settledParts = data.part;
  if (data.last) account.leases.delete(data.lease);
}

export function sealed(account: Account, { data }: AccountEventOf<'LeaseSealed'>): void {
  account.status = 'sealed';
  if (account.lease) account.lease.sealedBy = data.by;
}

function outstanding(account: Account, number: number): OutstandingLease {
  const lease = account.leases.get(number);
  if (!lease) throw new TypeError(`No lease ${number} of ${account.id} is out`);
  return lease;
}
