import { EMPTY_TIP, MAX_EVENTS_PER_APPEND, mintCommandId, seal, type StreamTip } from '#event-store';
import { accountStream, decide, evolve, openPeriod, type Account, type AccountCommand, type AccountEvent } from '#ledger';
import { AT, hold, payment } from '../../ledger/testing/account.commands.js';
import { asDecided, allUnsealed } from '../account.batch.js';
import { FaultyStore, type AppendCall } from './faulty-store.js';
import { ACCOUNT, REGISTERED } from './office.js';

export interface MonthOptions {
  /** Each pays one unit, is a lot and a claim of its own. */
  readonly payments: number;
  /** Each of one cent, from a lot of its own. */
  readonly holds?: number;
}

/** A long November of one account. Written without any of our writers: one by one, its commands would take minutes to decide. */
export function fullMonth({ payments, holds = 0 }: MonthOptions): FaultyStore {
  const { customer, currency, timeZone, registeredAt: at } = REGISTERED;
  const [opened] = decide({ type: 'OpenAccount', at, account: ACCOUNT, customer, currency, timeZone }, undefined).events ?? [];
  const opening = [opened as AccountEvent, ...openPeriod(folded([opened as AccountEvent]), null)];
  const paid = manyPayments(opening, payments, AT);
  const held = manyHolds([...opening, ...paid.slice(0, 1)], holds);
  return new FaultyStore(appendsOf(accountStream(ACCOUNT, '2026-11'), EMPTY_TIP, [...opening, ...paid, ...held]));
}

/** As many payments behind what an account has seen. */
export function manyPayments(before: readonly AccountEvent[], count: number, at: string): AccountEvent[] {
  const { period } = folded(before);
  const { data } = decided(payment('1.00', { at, payment: 'pi_one', claim: { id: 'one', period } }), before);
  return Array.from({ length: count }, (_, index) => {
    const names = { payment: paymentOf(index), lot: lotOf(index), claim: claimOf(index) };
    return { type: 'PaymentReceived', at, data: { ...data, ...names } } as AccountEvent;
  });
}

function manyHolds(before: readonly AccountEvent[], count: number): AccountEvent[] {
  const { data } = decided(hold('0.01'), before);
  return Array.from({ length: count }, (_, index) => {
    return { type: 'RequestRouted', at: AT, data: { ...data, request: `req_${index}`, lots: [[lotOf(index), '0.01']] } } as AccountEvent;
  });
}

/** As long as those of real payments. */
const paymentOf = (index: number): string => `pi_3PqLkz2eZvKYlo2C${serial(index)}Xw`;
const lotOf = (index: number): string => `lot_9ea152dfb79c544e80ef20${serial(index)}ba61`;
export const claimOf = (index: number): string => `payment-stripe-${paymentOf(index)}`;

const serial = (index: number): string => String(index).padStart(6, '0');

function decided(command: AccountCommand, before: readonly AccountEvent[]): AccountEvent {
  const { events, refusal } = decide(command, folded(before));
  if (!events?.[0]) throw new Error(refusal?.message ?? 'Nothing happened');
  return events[0];
}

export const folded = (events: readonly AccountEvent[]): Account =>
  events.reduce<Account | undefined>((state, event) => evolve(state, event), undefined) as Account;

export function appendsOf(stream: string, before: StreamTip, events: readonly AccountEvent[]): AppendCall[] {
  const appends: AppendCall[] = [];
  let tip = before;
  for (let from = 0; from < events.length; from += MAX_EVENTS_PER_APPEND) {
    const origin = { actor: 'system', cause: 'test', commandId: mintCommandId() };
    const sealed = seal(stream, tip, allUnsealed(asDecided(events.slice(from, from + MAX_EVENTS_PER_APPEND)), origin, AT));
    appends.push({ stream, events: sealed.events, expected: tip.revision < 0n ? 'no_stream' : tip.revision });
    tip = sealed.tip;
  }
  return appends;
}
