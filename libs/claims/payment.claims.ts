import { derivedId, type Position } from '#event-store';
import type { Money } from '#money';
import type { Refusal } from '#ledger';
import type { ClaimEffects } from './claim-effect.js';
import { eventOf, originOfClaim, type ClaimLog, type ClaimOrigin, type ClaimStream, type NewClaimEvent } from './claim-log.js';
import type { ClaimEventData, EffectRecord } from './claim.events.js';

/** What a processor says of a payment, verified and parsed. Whether there is such a customer is asked only of a payment that is new. */
export interface PaymentFacts {
  readonly provider: string;
  readonly payment: string;
  readonly customer: string;
  readonly amount: Money;
  readonly order: string | null;
}

export type PaymentOutcome =
  | { readonly kind: 'credited'; readonly id: string; readonly position: Position }
  | { readonly kind: 'contradicted'; readonly id: string; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type Seen = ClaimEventData['PaymentSeen'];
type Contradiction = ClaimEventData['PaymentContradicted'];

/** Contradictions kept of one payment; beyond that they are refused all the same. */
const MOST_CONTRADICTIONS = 100;

export const paymentStream = (provider: string, payment: string): string => `payment-${provider}-${payment}`;

/**
 * Credits each payment once, for good: over redeliveries, restarts, periods and reordering. The processor's own payment id names
 * the claim; the credit is durable before anyone hears of success.
 */
export class PaymentClaims {
  constructor(
    private readonly log: ClaimLog,
    private readonly effects: ClaimEffects,
  ) {}

  /** `accountOf` names the account of a payment that is new, or throws: nothing is written then. */
  async receive(facts: PaymentFacts, accountOf: (facts: PaymentFacts) => string, origin: ClaimOrigin): Promise<PaymentOutcome> {
    const name = paymentStream(facts.provider, facts.payment);
    const claim = await this.log.complete(name, origin, (claim) =>
      eventOf(claim, 'PaymentSeen') ? undefined : this.seen(name, facts, accountOf(facts), origin.untilMs),
    );
    const seen = eventOf(claim, 'PaymentSeen') as Seen;
    const contradiction = contradictionOf(seen, facts);
    if (contradiction === undefined) return this.finish(claim, seen, origin);
    await this.log.complete(name, origin, (claim) => contradicted(claim, facts));
    return { kind: 'contradicted', id: name, message: contradiction };
  }

  /** For the supervised subscription: credits a payment whose claim stands but whose effect may be missing. */
  async resume(stream: string): Promise<PaymentOutcome | undefined> {
    const claim = await this.log.read(stream);
    const seen = eventOf(claim, 'PaymentSeen');
    return seen && this.finish(claim, seen, originOfClaim(claim));
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
    return { kind: 'credited', id, position };
  }
}

/** The same contradiction is told once, however often it comes. */
function contradicted({ events }: ClaimStream, { customer, amount, order }: PaymentFacts): NewClaimEvent | undefined {
  const data: Contradiction = { customer, amount: amount.toString(), currency: amount.currency, order };
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

/** The lot takes its name from the claim, so that every retry names the same. */
export const lotId = (claim: string): string => `lot_${derivedId('lot', claim).replaceAll('-', '')}`;
