import { derivedId, type Position } from '#event-store';
import { Money, type Currency } from '#money';
import type { Refusal } from '#ledger';
import type { ClaimEffects } from './claim-effect.js';
import { eventOf, originOfClaim, type ClaimLog, type ClaimOrigin, type ClaimStream, type NewClaimEvent } from './claim-log.js';
import type { ClaimEventData, EffectRecord } from './claim.events.js';
import {
  amountFor,
  assigned,
  isReported,
  noticeStream,
  reported,
  reportsOf,
  unmatchedId,
  type AmountRefusal,
  type Assignment,
  type UnmatchedReport,
} from './unmatched-payment.js';

/** What a processor says of a payment, verified and parsed. Whether there is such a customer is asked only of a payment that is new. */
export interface PaymentFacts {
  readonly provider: string;
  readonly payment: string;
  readonly customer: string;
  readonly amount: Money;
  readonly order: string | null;
}

export type PaymentOutcome =
  /** `available`: right behind the credit; undefined where it was known to stand before. */
  | { readonly kind: 'credited'; readonly id: string; readonly position: Position; readonly available?: bigint }
  | { readonly kind: 'unmatched'; readonly id: string; readonly position: Position }
  | { readonly kind: 'contradicted'; readonly id: string; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Whose an unmatched payment is, as a person says. */
export interface Assigning {
  readonly customer: string;
  readonly account: string;
  readonly currency: Currency;
  /** In the account's currency; absent where what was received is told in it. */
  readonly amount: Money | undefined;
  readonly reason: string | null;
}

export type AssignOutcome =
  | PaymentOutcome
  | { readonly kind: 'unknown' }
  | { readonly kind: 'assigned_otherwise'; readonly message: string }
  | { readonly kind: 'amount'; readonly refusal: AmountRefusal };

export type AccountOf = (facts: PaymentFacts) => string | Promise<string>;

type Seen = ClaimEventData['PaymentSeen'];
type Contradiction = ClaimEventData['PaymentContradicted'];

/** Contradictions kept of one payment; beyond that they are refused all the same. */
const MOST_CONTRADICTIONS = 100;

export const paymentStream = (provider: string, payment: string): string => `payment-${provider}-${payment}`;

/**
 * Credits each payment once, for good: over redeliveries, restarts, periods and reordering. The processor's own payment id names
 * the claim; the credit is durable before anyone hears of success. What cannot be credited is kept until a person says whose it is.
 */
export class PaymentClaims {
  constructor(
    private readonly log: ClaimLog,
    private readonly effects: ClaimEffects,
  ) {}

  /** `accountOf` names the account of a payment that is new, or throws: nothing is written then. `factsHash` as an unmatched report has it. */
  async receive(facts: PaymentFacts, accountOf: AccountOf, origin: ClaimOrigin, factsHash?: string): Promise<PaymentOutcome> {
    const name = paymentStream(facts.provider, facts.payment);
    const claim = await this.log.complete(name, origin, async (claim) => {
      if (isSettled(claim)) return this.seenAsAssigned(claim, origin.untilMs);
      const account = await accountOf(facts);
      return reportsOf(claim).length > 0 ? assigned(claim, { ...facts, account }, false) : this.seen(name, facts, account, origin.untilMs);
    });
    const seen = eventOf(claim, 'PaymentSeen') as Seen;
    const contradiction = contradictionOf(seen, facts);
    const isKnown = factsHash !== undefined && isReported(claim, factsHash);
    if (contradiction === undefined || isKnown) return this.finish(claim, seen, origin);
    const { customer, amount, order } = facts;
    const told = { customer, amount: amount.toString(), currency: amount.currency, order };
    return this.contradict(name, told, contradiction, origin);
  }

  /** Keeps what cannot be credited, durably; the same facts again find what became of them. */
  async keep(report: UnmatchedReport, origin: ClaimOrigin): Promise<PaymentOutcome> {
    const { provider, payment, message } = report;
    const name = payment === null ? noticeStream(provider, message) : paymentStream(provider, payment);
    const claim = await this.log.complete(name, origin, (claim) =>
      isSettled(claim) ? this.seenAsAssigned(claim, origin.untilMs) : reported(claim, report),
    );
    const seen = eventOf(claim, 'PaymentSeen');
    if (!seen) return { kind: 'unmatched', id: unmatchedId(name), position: claim.position };
    if (isReported(claim, report.factsHash)) return this.finish(claim, seen, origin);
    return this.contradict(name, report.legible, `${payment ?? message} was reported before with other facts`, origin);
  }

  /** Credits an unmatched payment to the customer whose it is: once, whoever else says so at the same time. */
  async assign(name: string, { customer, account, currency, amount, reason }: Assigning, origin: ClaimOrigin): Promise<AssignOutcome> {
    let refused: AmountRefusal | undefined;
    const claim = await this.log.complete(name, origin, (claim) => {
      refused = undefined;
      if (isSettled(claim)) return this.seenAsAssigned(claim, origin.untilMs);
      if (reportsOf(claim).length === 0) return undefined;
      const credited = amountFor(claim, currency, amount);
      if (credited instanceof Money) return assigned(claim, { customer, account, amount: credited, order: null, reason }, true);
      refused = credited;
      return undefined;
    });
    const seen = eventOf(claim, 'PaymentSeen');
    if (refused) return { kind: 'amount', refusal: refused };
    if (!seen || reportsOf(claim).length === 0) return { kind: 'unknown' };
    const message = otherwise(seen, { customer, amount });
    return message === undefined ? this.finish(claim, seen, origin) : { kind: 'assigned_otherwise', message };
  }

  /** For the supervised subscription: credits a payment whose claim stands but whose effect may be missing. */
  async resume(stream: string): Promise<PaymentOutcome | undefined> {
    const found = await this.log.read(stream);
    const origin = originOfClaim(found);
    const claim = isSettled(found) ? await this.log.complete(stream, origin, (now) => this.seenAsAssigned(now, origin.untilMs)) : found;
    const seen = eventOf(claim, 'PaymentSeen');
    return seen && this.finish(claim, seen, origin);
  }

  /** PaymentSeen is missing behind a PaymentAssigned only where a process died in between. */
  private seenAsAssigned(claim: ClaimStream, untilMs: number | undefined): Promise<NewClaimEvent> | undefined {
    const whose = eventOf(claim, 'PaymentAssigned');
    const [report] = reportsOf(claim);
    if (eventOf(claim, 'PaymentSeen') || !whose || !report) return undefined;
    const { customer, account, currency, amount, order } = whose;
    const { payment_provider: provider, payment } = report;
    return this.seen(claim.name, { provider, payment, customer, amount: Money.recorded(currency, amount), order }, account, untilMs);
  }

  private async seen(name: string, facts: PaymentFacts, account: string, untilMs: number | undefined): Promise<NewClaimEvent> {
    const { provider, payment, customer, amount, order } = facts;
    const effect: EffectRecord = {
      type: 'ReceivePayment',
      payment,
      payment_provider: provider,
      lot: lotId(name),
      amount: amount.toString(),
      currency: amount.currency,
      order,
    };
    const target = await this.effects.target(account, effect, untilMs);
    return { type: 'PaymentSeen', data: { customer, ...target } };
  }

  /** PaymentCredited only spares later readers a look at the account: losing it loses nothing. */
  private async finish(claim: ClaimStream, seen: Seen, origin: ClaimOrigin): Promise<PaymentOutcome> {
    const id = seen.effect.type === 'ReceivePayment' ? seen.effect.lot : claim.name;
    if (eventOf(claim, 'PaymentCredited')) return { kind: 'credited', id, position: claim.position };
    const posted = await this.effects.post(claim.name, seen, origin);
    if ('refusal' in posted) return { kind: 'refused', refusal: posted.refusal };
    const { position } = await this.log.complete(claim.name, origin, (now) =>
      eventOf(now, 'PaymentCredited') ? undefined : { type: 'PaymentCredited', data: { stream: posted.stream } },
    );
    return { kind: 'credited', id, position, available: posted.available };
  }

  private async contradict(name: string, told: Contradiction, message: string, origin: ClaimOrigin): Promise<PaymentOutcome> {
    await this.log.complete(name, origin, (claim) => contradicted(claim, told));
    return { kind: 'contradicted', id: name, message };
  }
}

/** Whose the payment is has been said. */
const isSettled = (claim: ClaimStream): boolean =>
  eventOf(claim, 'PaymentSeen') !== undefined || eventOf(claim, 'PaymentAssigned') !== undefined;

/** The same contradiction is told once, however often it comes. */
function contradicted({ events }: ClaimStream, data: Contradiction): NewClaimEvent | undefined {
  const known = events.flatMap((event) => (event.type === 'PaymentContradicted' ? [textOf(event.data)] : []));
  if (known.length >= MOST_CONTRADICTIONS || known.includes(textOf(data))) return undefined;
  return { type: 'PaymentContradicted', data, distinction: textOf(data) };
}

const textOf = ({ customer, amount, currency, order }: Contradiction): string => JSON.stringify([customer, amount, currency, order]);

function contradictionOf({ customer, effect }: Seen, facts: PaymentFacts): string | undefined {
  if (effect.type !== 'ReceivePayment') return `${facts.payment} was reported before as something else`;
  const recorded = `${effect.amount} ${effect.currency} for ${customer}`;
  const reported = `${facts.amount.toString()} ${facts.amount.currency} for ${facts.customer}`;
  if (recorded !== reported) return `${facts.payment} was reported before as ${recorded}, now as ${reported}`;
  if (effect.order !== facts.order) return `${facts.payment} was reported before with another order`;
  return undefined;
}

/** The payment has been credited to somebody else, or as another amount. */
function otherwise({ customer, effect }: Seen, wanted: Pick<Assignment, 'customer'> & Pick<Assigning, 'amount'>): string | undefined {
  const isSame = customer === wanted.customer && (!wanted.amount || effect.amount === wanted.amount.toString());
  return isSame ? undefined : `The payment was assigned to ${customer} before, as ${effect.amount} ${effect.currency}`;
}

/** The lot takes its name from the claim, so that every retry names the same. */
export const lotId = (claim: string): string => `lot_${derivedId('lot', claim).replaceAll('-', '')}`;
