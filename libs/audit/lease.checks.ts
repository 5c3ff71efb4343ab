import type { RecordedEvent } from '#event-store';
import {
  evolve,
  leaseStream,
  openLease,
  routeNamed,
  settlementOf,
  type Account,
  type AccountEvent,
  type AccountEventData,
  type AccountEventOf,
} from '#ledger';
import { formatAmount, parseAmount } from '#money';
import type { AuditedAccount, AuditedLease } from './audited-account.js';
import { checkRule, checkUncollected } from './charge.checks.js';
import { difference, sameEvent } from './period.checks.js';
import { checkMetered, checkReleased, checkRouted } from './request.checks.js';

/** A slice is taken from what is left of its lots, and the month's leases are numbered. */
export function checkLeased({ at, data }: AccountEventOf<'FundsLeased'>, account: Account): string | undefined {
  if (data.lease !== account.leasesGranted + 1) return `grants lease ${data.lease}, where ${account.leasesGranted + 1} comes next`;
  if (data.until <= at) return `leases until ${data.until}, which has passed`;
  const sum = data.lots.reduce((total, [, amount]) => total + parseAmount(amount), 0n);
  if (sum !== parseAmount(data.amount)) return 'takes another amount from its lots than it leases';
  for (const [id, amount] of data.lots) {
    const lot = account.lots.find((each) => each.id === id);
    if (!lot || lot.left < parseAmount(amount) || parseAmount(amount) < 0n)
      return `leases ${amount} of ${id}, which has ${formatAmount(lot?.left ?? 0n)} left`;
    if (lot.expiresAt !== null && lot.expiresAt < data.until) return `leases ${id} beyond its expiry`;
  }
  return undefined;
}

export function checkRecalled({ leases }: AccountEventData['FundsRecalled'], account: Account): string | undefined {
  const unknown = leases.find((number) => account.leases.get(number)?.recalled !== false);
  return unknown === undefined ? undefined : `recalls lease ${unknown}, which is not out or was recalled before`;
}

/** What comes back must be what the lease's own stream comes to, part by part. */
export function checkSettled(data: AccountEventData['LeaseSettled'], account: Account, audited: AuditedAccount): string | undefined {
  const out = account.leases.get(data.lease);
  const lease = audited.leases.get(data.lease);
  if (!out || !lease) return `settles lease ${data.lease}, which is not out`;
  if (data.part !== out.settledParts + 1) return `is part ${data.part} of a settlement of which part ${out.settledParts + 1} comes next`;
  const { stream, revision, hash } = lease;
  const parts = settlementOf(lease.state, { stream, revision: String(revision), hash });
  const expected = parts?.[data.part - 1];
  if (!expected) return parts ? 'is more than the lease comes to' : `settles ${stream}, which is not sealed`;
  const { entry: _entry, ...told } = data;
  return difference(told, expected);
}

/** Its number alone does not make an event one of a lease: nothing else of that name is settled. */
export function checkLeaseStream({ stream }: RecordedEvent, { id, period }: Account, number: number): string | undefined {
  return stream === leaseStream(id, period, number) ? undefined : `does not stand in the stream of its lease, lease ${number} of ${period}`;
}

/** What may stand in a lease's stream, and how it follows from the account and from what stood there before. */
export function checkInLease(
  recorded: RecordedEvent,
  event: AccountEvent,
  audited: AuditedAccount,
  account: Account,
  number: number,
): string | undefined {
  const { revision, metadata } = recorded;
  const lease = audited.leases.get(number);
  if (event.type === 'LeaseOpened') {
    const expected = openLease(account, number);
    if (lease || revision !== 0n) return 'opens a lease that is open already';
    return expected ? sameEvent(event, expected) : `opens lease ${number}, which was not granted`;
  }
  if (!lease) return `stands in lease ${number}, which was never opened`;
  return (
    checkRule(event, metadata.version, lease) ??
    checkTime(event, lease.state) ??
    checkOpen(event, lease.state) ??
    checkRequest(recorded, event, lease.state)
  );
}

export function foldLease(
  { stream, revision, metadata }: RecordedEvent,
  event: AccountEvent,
  audited: AuditedAccount,
  number: number,
): void {
  const lease = audited.leases.get(number);
  if (lease) Object.assign(lease, { revision, hash: metadata.hash, state: evolve(lease.state, event) });
  else if (event.type === 'LeaseOpened') {
    const opened: AuditedLease = { stream, state: evolve(undefined, event), revision, hash: metadata.hash, chargeVersion: 0 };
    audited.leases.set(number, opened);
  }
}

function checkTime({ at }: AccountEvent, { at: before, lease }: Account): string | undefined {
  if (at < before) return `takes effect at ${at}, before the event that it follows`;
  return lease && at >= lease.until ? `takes effect at ${at}, behind the end of its lease` : undefined;
}

function checkOpen(event: AccountEvent, { status, lease }: Account): string | undefined {
  if (status === 'open') return undefined;
  const isFenced = lease?.sealedBy !== lease?.life && event.type === 'RequestAbandoned';
  return isFenced ? undefined : 'stands behind the seal of its lease';
}

function checkRequest({ type, data, metadata: { version } }: RecordedEvent, event: AccountEvent, lease: Account): string | undefined {
  switch (event.type) {
    case 'RouteQuoted': // checked by itself
      return undefined;
    case 'RequestRouted':
      return checkRouted(event.data, lease);
    case 'TokensMetered':
      return checkMetered(event.data, lease, version, routeNamed(type, data)) ?? checkUncollected(event, lease, version);
    case 'RequestFailed':
    case 'RequestAbandoned':
      return checkReleased(event.data, lease);
    case 'LeaseSealed':
      return checkSealed(event.data, lease);
    case 'AccountOpened':
    case 'PeriodOpened':
    case 'PeriodCarried':
    case 'PaymentReceived':
    case 'CreditGranted':
    case 'CreditExpired':
    case 'BalanceAdjusted':
    case 'FundsLeased':
    case 'FundsRecalled':
    case 'LeaseSettled':
    case 'LeaseOpened':
    case 'ClaimsListed':
    case 'PeriodClosed':
      return `${event.type} does not belong into a lease`;
  }
}

function checkSealed(data: AccountEventData['LeaseSealed'], { available, held, holds }: Account): string | undefined {
  return difference(
    { available: data.available, held: data.held, holds: data.holds },
    { available: formatAmount(available), held: formatAmount(held), holds: [...holds.keys()] },
  );
}
