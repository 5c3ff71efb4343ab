import { spendable, type Account, type AccountEvent, type AccountEventData, type Hold } from '#ledger';
import { formatAmount, parseAmount } from '#money';

type Metered = AccountEventData['TokensMetered'];

/** Where what lay beyond a hold was taken from what was available: charges written before they were bounded by their hold. */
const BEYOND_THE_HOLD = 1;

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + parseAmount(amount), 0n);

/** Whoever writes by the newer rule is read by nobody who knows only the older one: in one stream the older does not come back. */
export function checkRule(event: AccountEvent, version: number, before: { chargeVersion: number }): string | undefined {
  if (event.type !== 'TokensMetered') return undefined;
  if (version < before.chargeVersion) return `is of version ${version}, behind a charge of version ${before.chargeVersion}`;
  before.chargeVersion = version;
  return undefined;
}

/** Captured and released make up the hold, lot by lot, and what was captured is the charge that follows from what was rated. */
export function checkCharge(data: Metered, hold: Hold, version: number): string | undefined {
  const { lots, extra } = data;
  const settled = lots.map(([lot, spent, released]) => [lot, parseAmount(spent) + parseAmount(released)] as const);
  const isWhole =
    settled.length === hold.takes.length &&
    hold.takes.every(({ lot, amount }, index) => settled[index]?.[0] === lot && settled[index][1] === amount);
  if (!isWhole) return 'spends and releases another amount than its hold took';
  const amounts = [...lots.flatMap(([, spent, released]) => [spent, released]), ...extra.map(([, amount]) => amount)];
  if (amounts.some((amount) => parseAmount(amount) < 0n)) return 'takes less than nothing from a lot';
  return version === BEYOND_THE_HOLD ? checkBeyond(data) : checkBounded(data, hold);
}

/** min(rated, hold), from the hold's lots in their order and from nothing else; what lies beyond says so. */
function checkBounded({ lots, extra, charge, rated, uncollected_reason: reason }: Metered, hold: Hold): string | undefined {
  if (extra.length > 0) return 'takes something beyond its hold';
  const used = parseAmount(rated);
  const bounded = used < hold.amount ? used : hold.amount;
  const taken = parseAmount(charge);
  if (taken !== bounded) {
    return `charges ${charge}, which is too ${taken > bounded ? 'high' : 'low'}: ${rated} of a hold of ${formatAmount(hold.amount)} come to ${formatAmount(bounded)}`;
  }
  let missing = taken;
  for (const [lot, spent, released] of lots) {
    const due = parseAmount(spent) + parseAmount(released);
    const expected = due < missing ? due : missing;
    if (parseAmount(spent) !== expected) return `spends ${spent} of ${lot}, not ${formatAmount(expected)}: lots are spent in their order`;
    missing -= expected;
  }
  const wanted = used > hold.amount ? 'beyond_bound' : undefined;
  if (reason === wanted) return undefined;
  return wanted ? 'does not say that what it leaves uncollected lies beyond its hold' : 'gives a reason, and leaves nothing uncollected';
}

/** More is taken only behind a hold that is used up. */
function checkBeyond({ lots, extra, charge }: Metered): string | undefined {
  const beyond = sum(extra.map(([, amount]) => amount));
  if (sum(lots.map(([, spent]) => spent)) + beyond !== parseAmount(charge)) return 'takes another amount from its lots than it charges';
  if (beyond > 0n && sum(lots.map(([, , released]) => released)) > 0n) return 'takes more than its hold and releases part of it';
  return undefined;
}

/** Of charges that were not bounded by their hold: nothing stays uncollected while there is something to take. Asked of the state behind the event. */
export function checkUncollected(event: AccountEvent, account: Account, version: number): string | undefined {
  if (event.type !== 'TokensMetered' || version !== BEYOND_THE_HOLD || parseAmount(event.data.uncollected) === 0n) return undefined;
  if (account.lease) return 'leaves something uncollected in a lease';
  if (account.leases.size > 0) return `leaves ${event.data.uncollected} uncollected while parts of the balance are leased out`;
  const left = spendable(account, event.at);
  return left === 0n ? undefined : `leaves ${event.data.uncollected} uncollected while ${formatAmount(left)} are available`;
}
