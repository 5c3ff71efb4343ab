import { split, type Money } from '#money';
import { purseOf, type Account, type Hold, type Lot } from '../account/account.state.js';
import { lotOf } from '../account/lot.state.js';
import { availableIn, CHART, PURSES } from '../account/chart.js';
import { EntryBuilder, type Entry } from '../account/entry.js';
import type { Portion } from '../account/lots.js';

/** How a hold ends: what is spent of each of its lots, and what goes back. */
export interface Capture {
  readonly lots: readonly { readonly lot: Lot; readonly spent: bigint; readonly released: bigint }[];
  readonly charge: bigint;
}

/** Usage settles from the hold's lots in their order, and from nothing else: a charge never exceeds its hold. */
export function capture(account: Account, hold: Hold, rated: bigint): Capture {
  let missing = rated;
  const lots = hold.takes.map(({ lot, amount }) => {
    const spent = amount < missing ? amount : missing;
    missing -= spent;
    return { lot: lotOf(account, lot), spent, released: amount - spent };
  });
  return { lots, charge: rated - missing };
}

export const releasedBy = ({ lots }: Capture): Portion[] => lots.map(({ lot, released }) => ({ lot, nanos: released }));

/** The entry of a charge. Provider cost is split over promo and paid in proportion to the charge; without a charge it is all 5000. */
export function captureEntry(account: Account, { lots }: Capture, cost: Money | undefined): Entry {
  const entry = new EntryBuilder(account.currency);
  const spent = { promo: 0n, paid: 0n };
  for (const { lot, spent: nanos, released } of lots) {
    const purse = purseOf(lot.kind);
    entry.debit(`${PURSES[purse].held}:${account.id}`, nanos + released).credit(`${availableIn(account, purse)}:${account.id}`, released);
    spent[purseOf(lot.kind)] += nanos;
  }
  entry.credit(PURSES.promo.spent, spent.promo).credit(PURSES.paid.spent, spent.paid);
  if (cost) bookCost(entry, cost, spent);
  return entry.build();
}

function bookCost(entry: EntryBuilder, cost: Money, spent: { readonly promo: bigint; readonly paid: bigint }): void {
  const charged = spent.promo + spent.paid > 0n;
  const [promo = 0n, paid = 0n] = charged ? split(cost.nanos, [spent.promo, spent.paid]) : [0n, cost.nanos];
  entry
    .debit(CHART.promoCost, promo, cost.currency)
    .debit(CHART.costOfTokens, paid, cost.currency)
    .credit(CHART.providerPayable, cost.nanos, cost.currency);
}

/** The entry of a hold that ends without a charge; what a provider bills us all the same is ours (5200). */
export function releaseEntry(account: Account, hold: Hold, cost: Money | undefined): Entry {
  const entry = new EntryBuilder(account.currency);
  for (const { purse, amount } of hold.takes) {
    entry.debit(`${PURSES[purse].held}:${account.id}`, amount).credit(`${availableIn(account, purse)}:${account.id}`, amount);
  }
  if (cost) entry.debit(CHART.unbilledProviderCost, cost.nanos, cost.currency).credit(CHART.providerPayable, cost.nanos, cost.currency);
  return entry.build();
}
