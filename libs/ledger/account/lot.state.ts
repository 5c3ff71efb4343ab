import { formatAmount, parseAmount } from '#money';
import type { LotKind, LotRecord } from './account.events.js';
import { purseOf, type Account, type Lot } from './account.state.js';

export function lotOf(account: Account, id: string): Lot {
  const lot = account.lots.find((each) => each.id === id);
  if (!lot) throw new TypeError(`No lot ${id} in ${account.id}`);
  return lot;
}

export const hasLot = (account: Account, id: string): boolean => account.lots.some((lot) => lot.id === id);

/** Searches from the end: carried lots arrive in order, and new ones mostly belong there. */
export function addLot(account: Account, lot: Lot): void {
  let index = account.lots.length;
  while (index > 0 && comesBefore(lot, account.lots[index - 1] as Lot)) index -= 1;
  account.lots.splice(index, 0, lot);
  account.available += lot.left;
}

/** Promo before paid, earliest expiry first, then oldest; the id settles what is left. */
function comesBefore(a: Lot, b: Lot): boolean {
  const [purse, other] = [purseOf(a.kind), purseOf(b.kind)];
  if (purse !== other) return purse === 'promo';
  if (a.expiresAt !== b.expiresAt) return b.expiresAt === null || (a.expiresAt !== null && a.expiresAt < b.expiresAt);
  return a.since === b.since ? a.id < b.id : a.since < b.since;
}

/** Of what a hold took from a lot, some is spent and the rest goes back. */
export function release(account: Account, id: string, spent: bigint, released: bigint): void {
  const lot = lotOf(account, id);
  lot.held -= spent + released;
  lot.left += released;
  account.available += released;
  dropIfEmpty(account, lot);
}

export function take(account: Account, id: string, nanos: bigint): void {
  const lot = lotOf(account, id);
  lot.left -= nanos;
  account.available -= nanos;
  dropIfEmpty(account, lot);
}

export function dropIfEmpty(account: Account, lot: Lot): void {
  if (account.lease) return; // its settlement says of each slice what was spent
  if (lot.left === 0n && lot.held === 0n && lot.leased === 0n) account.lots = account.lots.filter((each) => each !== lot);
}

export function grantedLot(
  id: string,
  kind: LotKind,
  amount: string,
  since: string,
  expiresAt: string | null,
  payment: string | null,
): Lot {
  const granted = parseAmount(amount);
  return { id, kind, granted, left: granted, held: 0n, leased: 0n, since, expiresAt, payment };
}

export function readLot(record: LotRecord): Lot {
  return {
    id: record.lot,
    kind: record.kind,
    granted: parseAmount(record.granted),
    left: parseAmount(record.left),
    held: parseAmount(record.held),
    leased: 0n,
    since: record.since,
    expiresAt: record.expires_at,
    payment: record.payment,
  };
}

export function writeLot(lot: Lot): LotRecord {
  return {
    lot: lot.id,
    kind: lot.kind,
    granted: formatAmount(lot.granted),
    left: formatAmount(lot.left),
    held: formatAmount(lot.held),
    since: lot.since,
    expires_at: lot.expiresAt,
    payment: lot.payment,
  };
}
