import { formatAmount, type Money } from '#money';
import type { AccountCommand, HoldFunds, MeterTokens } from '../account/account.commands.js';
import type { AccountEventOf, HoldRecord, PlannedAttempt } from '../account/account.events.js';
import { purseOf, type Account, type Hold, type Lot } from '../account/account.state.js';
import { CHART, PURSES, type Purse } from '../account/chart.js';
import type { Entry, Posting } from '../account/entry.js';
import { dropIfEmpty } from '../account/lot.state.js';
import { later } from '../account/period.js';
import { assertHoldable, metering, rateUsage, routing, wantedAmount } from './requests.decider.js';

/**
 * What nearly every request takes, without what it does not need: a hold that the next lot covers whole, and the charge of such a hold, each
 * while nothing else is due. `decide` and `evolve` are the truth, to which a property test holds this: the same event, and behind it the
 * same state. Whatever is not plain goes to them.
 */
export type PlainStep = PlainHold | PlainCharge;

interface PlainHold {
  readonly event: AccountEventOf<'RequestRouted'>;
  readonly lot: Lot;
  readonly amount: bigint;
}

interface PlainCharge {
  readonly event: AccountEventOf<'TokensMetered'>;
  readonly lot: Lot;
  readonly hold: Hold;
  /** Of the plan, whose prices it was rated at. */
  readonly target: PlannedAttempt;
  readonly released: bigint;
}

/** Undefined where it is not plain. Changes nothing. */
export function plainStep(command: AccountCommand, account: Account): PlainStep | undefined {
  if (account.status !== 'open' || account.lease !== null) return undefined;
  if (command.type === 'HoldFunds') return plainHold(command, account, later(command.at, account.at));
  if (command.type === 'MeterTokens') return plainCharge(command, account, later(command.at, account.at));
  return undefined;
}

function plainHold(command: HoldFunds, account: Account, at: string): PlainHold | undefined {
  if (account.holds.has(command.request.request) || command.currency !== account.currency) return undefined;
  const lot = account.lots.find(({ left }) => left > 0n);
  if (!lot || isExpiryDue(account, at)) return undefined;
  assertHoldable(command);
  const amount = wantedAmount(command);
  if (amount === 0n || amount > lot.left) return undefined;
  const hold = formatAmount(amount);
  const { available, held } = namesOf(account)[purseOf(lot.kind)];
  const entry: Entry = { [account.currency]: [[available, hold], [held, `-${hold}`]] }; // prettier-ignore
  const data = routing(command, command.outputTokens, { hold, lots: [[lot.id, hold]], entry });
  return { event: { type: 'RequestRouted', at, data }, lot, amount };
}

function plainCharge(command: MeterTokens, account: Account, at: string): PlainCharge | undefined {
  const hold = account.holds.get(command.request);
  const [take] = hold?.takes ?? [];
  if (!hold || !take || hold.takes.length > 1 || isExpiryDue(account, at)) return undefined;
  const lot = account.lots.find(({ id }) => id === take.lot);
  if (!lot || isExpired(lot, at)) return undefined;
  const rated = rateUsage(command, hold);
  const { nanos: charge } = rated.rating;
  const money = rated.cost?.money;
  if (charge > hold.amount || (money && money.currency !== account.currency)) return undefined;
  const released = hold.amount - charge;
  const [back, spent] = [formatAmount(released), formatAmount(charge)];
  const entry = chargeEntry(account, take.purse, { hold: hold.record.hold, back, spent }, money);
  const data = metering(command, rated, { charge, lots: [[lot.id, spent, back]], entry });
  return { event: { type: 'TokensMetered', at, data }, lot, hold, target: rated.target, released };
}

/** What has expired is written before anything else. */
function isExpiryDue({ lots }: Account, at: string): boolean {
  for (const lot of lots) if (lot.left > 0n && isExpired(lot, at)) return true;
  return false;
}

const isExpired = ({ expiresAt }: Lot, at: string): boolean => expiresAt !== null && expiresAt <= at;

const ZERO = formatAmount(0n);

/** In the order of `captureEntry`; what is zero is left out. */
function chargeEntry(
  account: Account,
  purse: Purse,
  { hold, back, spent }: { readonly hold: string; readonly back: string; readonly spent: string },
  cost: Money | undefined,
): Entry {
  const { available, held } = namesOf(account)[purse];
  const postings: Posting[] = [[held, hold]];
  if (back !== ZERO) postings.push([available, `-${back}`]);
  if (spent !== ZERO) postings.push([PURSES[purse].spent, `-${spent}`]);
  if (cost && !cost.isZero) {
    const text = cost.toString();
    const isPromo = purse === 'promo' && spent !== ZERO;
    postings.push([isPromo ? CHART.promoCost : CHART.costOfTokens, text], [CHART.providerPayable, `-${text}`]);
  }
  return { [account.currency]: postings };
}

type Names = Readonly<Record<Purse, { readonly available: string; readonly held: string }>>;

const NAMES = new WeakMap<Account, Names>();

/** The accounts of a customer, put together once. */
function namesOf(account: Account): Names {
  const known = NAMES.get(account);
  if (known) return known;
  const named = (purse: Purse) => ({
    available: inOnePiece(`${PURSES[purse].available}:${account.id}`),
    held: inOnePiece(`${PURSES[purse].held}:${account.id}`),
  });
  const names = { paid: named('paid'), promo: named('promo') };
  NAMES.set(account, names);
  return names;
}

/** A key is: the engine writes JSON three times as fast where no text is still in the pieces that it was put together from. */
const inOnePiece = (text: string): string => Object.keys({ [text]: 0 })[0] as string;

/** Applies the step as `evolve` would apply its event. */
export function takePlainStep(account: Account, step: PlainStep): void {
  const { event, lot } = step;
  if ('hold' in step) endCharged(account, step.hold, lot, step.released);
  else addRouted(account, step);
  if (event.at > account.at) account.at = event.at;
  account.counts.set(event.type, (account.counts.get(event.type) ?? 0) + 1);
}

function addRouted(account: Account, { event: { data }, lot, amount }: PlainHold): void {
  lot.left -= amount;
  lot.held += amount;
  account.available -= amount;
  account.held += amount;
  const record: HoldRecord = {
    bound: data.bound,
    deadline: data.deadline,
    expected_cost: data.expected_cost,
    hold: data.hold,
    key: data.key,
    life: data.life,
    limit_by: data.limit_by,
    lots: data.lots,
    output_limit: data.output_limit,
    plan: data.plan,
    prices: data.prices,
    request: data.request,
    requested_model: data.requested_model,
  };
  const takes = [{ lot: lot.id, purse: purseOf(lot.kind), amount }];
  account.holds.set(data.request, { record, amount, takes, route: account.quotes.find(data)?.quote.route });
}

function endCharged(account: Account, { record, amount }: Hold, lot: Lot, released: bigint): void {
  lot.held -= amount;
  lot.left += released;
  account.available += released;
  account.held -= amount;
  account.holds.delete(record.request);
  dropIfEmpty(account, lot);
}
