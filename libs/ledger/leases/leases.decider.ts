import { formatAmount, parseAmount } from '#money';
import type { AccountCommand, LeaseFunds, RecallFunds, SealLease, SettleLease } from '../account/account.commands.js';
import type { AccountEventOf, LotAmount } from '../account/account.events.js';
import { purseOf, type Account, type Lot } from '../account/account.state.js';
import { writeLot } from '../account/lot.state.js';
import { PURSES } from '../account/chart.js';
import { accept, refuse, type Decision } from '../account/decision.js';
import { EntryBuilder, type Entry } from '../account/entry.js';
import { dueExpiries, expiredByRelease, leftIn, spendableLots, takeFrom, type Portion } from '../account/lots.js';
import { lastBefore, later, periodEnd } from '../account/period.js';
import { leaseStream } from '../account/streams.js';
import { abandonRequest, failRequest, holdFunds, meterTokens } from '../requests/requests.decider.js';

/** A lease is a quarter of what is left: several gateways get about alike, and most of a balance stays where everyone can take it. */
const LEASE_SHARE = 4n;
/** A slice that covers fewer requests than this is not worth its two events: below this floor everyone writes to the account itself. */
export const LEASE_FLOOR = 16n;
/** Lots that expire, and months that end, sooner than this are not leased any more. */
const SHORTEST_LEASE_MS = 10_000;
export const MAX_LEASES = 1_000;
/** So long after a recall nothing is leased: else those who gave back take it again before whoever needed it can. */
const REST_AFTER_RECALL_MS = 2_000;
/** One event names the lots of a lease, and its opening describes them. */
const MAX_LOTS_LEASED = 100;

/** Every gateway asks for itself; a slice belongs to one stream, so whatever happens there takes nothing from anyone else. */
export function leaseFunds({ life, need }: LeaseFunds, account: Account, at: string): Decision {
  if (account.leases.size >= MAX_LEASES) return refuse('LEASE_BELOW_FLOOR', `${MAX_LEASES} leases of ${account.id} are out`);
  if ([...account.leases.values()].some(({ recalled }) => recalled)) return refuse('LEASE_BELOW_FLOOR', 'What is leased is being recalled');
  if (rests(account, at)) return refuse('LEASE_BELOW_FLOOR', 'What was leased has just been recalled');
  const lots = leasableLots(account, at);
  const amount = leftIn(lots) / LEASE_SHARE;
  if (amount < need * LEASE_FLOOR || amount === 0n) return refuse('LEASE_BELOW_FLOOR', `A slice of ${formatAmount(amount)} is too small`);
  const portions = takeFrom(lots, amount);
  return accept(...dueExpiries(account, at), {
    type: 'FundsLeased',
    at,
    data: {
      amount: formatAmount(amount),
      entry: moved(account, portions, 'available', 'leased'),
      lease: account.leasesGranted + 1,
      life,
      lots: portions.map(({ lot, nanos }): LotAmount => [lot.id, formatAmount(nanos)]),
      until: portions.reduce((end, { lot }) => earlier(end, lot.expiresAt ?? end), periodEnd(account.period, account.timeZone)),
    },
  });
}

/** True where a lease would be granted now: asked before a command is made of it. */
export const isLeasable = (account: Account, at: string, need: bigint): boolean =>
  account.lease === null &&
  account.status === 'open' &&
  leaseFunds({ type: 'LeaseFunds', at, life: '', need }, account, at).events !== undefined;

const rests = ({ recalledAt }: Account, at: string): boolean =>
  recalledAt !== null && Date.parse(at) - Date.parse(recalledAt) < REST_AFTER_RECALL_MS;

function leasableLots(account: Account, at: string): Lot[] {
  const soon = new Date(Date.parse(at) + SHORTEST_LEASE_MS).toISOString();
  if (periodEnd(account.period, account.timeZone) <= soon) return [];
  return spendableLots(account, at)
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > soon)
    .slice(0, MAX_LOTS_LEASED);
}

/** Says once of each lease that it is wanted back. */
export function recallFunds({ by }: RecallFunds, account: Account, at: string): Decision {
  const leases = [...account.leases.values()].filter(({ recalled }) => !recalled).map(({ lease }) => lease);
  return leases.length === 0 ? accept() : accept({ type: 'FundsRecalled', at, data: { by, leases } });
}

/** The beginning of a lease's stream, as it follows from FundsLeased: whoever finds it missing writes the same. */
export function openLease(account: Account, number: number): AccountEventOf<'LeaseOpened'> | undefined {
  const granted = account.leases.get(number);
  if (!granted) return undefined;
  const { lease, life, until, since, lots } = granted;
  const slices = account.lots.flatMap((lot) => {
    const amount = lots.get(lot.id);
    return amount === undefined
      ? []
      : [{ ...writeLot(lot), granted: formatAmount(amount), left: formatAmount(amount), held: formatAmount(0n) }];
  });
  const { id, customer, currency, timeZone: time_zone, period } = account;
  return {
    type: 'LeaseOpened',
    at: since,
    data: { account: id, customer, currency, time_zone, period, lease, life, until, lots: slices },
  };
}

/**
 * Requests only, and only until the lease is over; then its seal. Behind a seal by another gateway what is still open is abandoned
 * here, and nothing else is taken. Its time stops at its end: what comes later took effect in the last moment before.
 */
export function decideInLease(
  command: AccountCommand,
  account: Account,
  { lease, life, until, sealedBy }: NonNullable<Account['lease']>,
): Decision {
  const at = earlier(later(command.at, account.at), lastBefore(until));
  if (command.type === 'SealLease')
    return sealedBy === null ? sealLease(command, account, at) : refuse('LEASE_SEALED', `Sealed by ${sealedBy}`);
  if (sealedBy !== null) {
    const isFenced = sealedBy !== life && command.type === 'AbandonRequest';
    return isFenced ? abandonRequest(command, account, at) : refuse('LEASE_SEALED', `Lease ${lease} was sealed by ${sealedBy}`);
  }
  if (command.at >= until) return refuse('LEASE_OVER', `Lease ${lease} ended at ${until}`);
  switch (command.type) {
    case 'HoldFunds':
      return holdFunds(command, account, at);
    case 'MeterTokens':
      return meterTokens(command, account, at);
    case 'FailRequest':
      return failRequest(command, account, at);
    case 'AbandonRequest':
      return abandonRequest(command, account, at);
    case 'OpenAccount':
    case 'ReceivePayment':
    case 'GrantCredit':
    case 'AdjustBalance':
    case 'ExpireCredits':
    case 'LeaseFunds':
    case 'RecallFunds':
    case 'SettleLease':
      return refuse('LEASE_UNKNOWN', `${command.type} belongs to the account, not to a lease of it`);
  }
}

function sealLease({ by, reason }: SealLease, account: Account, at: string): Decision {
  const { available, held, holds } = account;
  return accept({
    type: 'LeaseSealed',
    at,
    data: { available: formatAmount(available), by, held: formatAmount(held), holds: [...holds.keys()], reason },
  });
}

/** Parts come in order; one that stands already changes nothing, so that any gateway may finish what another has begun. */
export function settleLease({ part }: SettleLease, account: Account, at: string): Decision {
  const lease = account.leases.get(part.lease);
  const isOfThisMonth = part.sealed.stream === leaseStream(account.id, account.period, part.lease);
  if (!lease || !isOfThisMonth || part.part <= lease.settledParts) return accept();
  if (part.part !== lease.settledParts + 1)
    return refuse('LEASE_UNKNOWN', `Part ${lease.settledParts + 1} of lease ${part.lease} comes first`);
  const returned = returnedBy(part, account);
  return accept(
    ...dueExpiries(account, at),
    { type: 'LeaseSettled', at, data: { ...part, entry: moved(account, returned, 'leased', 'available') } },
    ...expiredByRelease(account, returned, at),
  );
}

function returnedBy({ lots }: SettleLease['part'], account: Account): Portion[] {
  return lots.flatMap(([id, , returned]) => {
    const nanos = parseAmount(returned);
    if (nanos === 0n) return [];
    const lot = account.lots.find((each) => each.id === id);
    if (!lot) throw new RangeError(`No lot ${id} in ${account.id}`);
    return [{ lot, nanos }];
  });
}

function moved(account: Account, portions: readonly Portion[], from: 'available' | 'leased', to: 'available' | 'leased'): Entry {
  const entry = new EntryBuilder(account.currency);
  for (const { lot, nanos } of portions) {
    const purse = PURSES[purseOf(lot.kind)];
    entry.debit(`${purse[from]}:${account.id}`, nanos).credit(`${purse[to]}:${account.id}`, nanos);
  }
  return entry.build();
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
