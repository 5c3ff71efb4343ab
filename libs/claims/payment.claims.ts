import { derivedId, type Position } from '#event-store';
import { formatAmount, type Money } from '#money';
import type { Refusal } from '#ledger';
import type { ClaimEffects, Posted } from './claim-effect.js';
import { eventOf, type ClaimLog, type ClaimOrigin, type ClaimStream } from './claim-log.js';
import type { ClaimEventData } from './claim.events.js';

/** What a processor says of a payment, verified and parsed. */
export interface PaymentFacts {
  readonly provider: string;
  readonly payment: string;
  readonly customer: string;
  readonly account: string;
  readonly amount: Money;
  readonly order: string | null;
}

export type PaymentOutcome =
  | { readonly kind: 'credited'; readonly id: string; readonly position: Position }
  | { readonly kind: 'contradicted'; readonly id: string; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

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

  async receive(facts: PaymentFacts, origin: ClaimOrigin): Promise<PaymentOutcome> {
    const name = paymentStream(facts.provider, facts.payment);
    for (;;) {
      const claim = await this.log.read(name);
      const seen = eventOf(claim, 'PaymentSeen');
      if (!seen) {
        await this.claim(claim, facts, origin);
        continue; // whoever won, the claim is read as it stands
      }
      const contradiction = contradictionOf(seen, facts);
      if (contradiction) return this.contradict(claim, facts, origin, contradiction);
      return this.finish(claim, seen, origin);
    }
  }

  /** For the supervised subscription: credits a payment whose claim stands but whose effect may be missing. */
  async resume(stream: string, origin: ClaimOrigin): Promise<PaymentOutcome | undefined> {
    const claim = await this.log.read(stream);
    const seen = eventOf(claim, 'PaymentSeen');
    return seen && this.finish(claim, seen, origin);
  }

  private async claim(claim: ClaimStream, facts: PaymentFacts, origin: ClaimOrigin): Promise<void> {
    const { provider, payment, customer, account, amount, order } = facts;
    const period = (await this.effects.openPeriod(account)) ?? '';
    const effect = {
      type: 'ReceivePayment' as const,
      payment,
      payment_provider: provider,
      lot: lotId(claim.name),
      amount: amount.toString(),
      currency: amount.currency,
      order,
    };
    const data = { customer, account, period, effect };
    await this.log.extend(claim, { type: 'PaymentSeen', data }, derivedId('seen', claim.name), origin);
  }

  private async finish(claim: ClaimStream, seen: ClaimEventData['PaymentSeen'], origin: ClaimOrigin): Promise<PaymentOutcome> {
    const id = seen.effect.type === 'ReceivePayment' ? seen.effect.lot : claim.name;
    const credited = eventOf(claim, 'PaymentCredited');
    if (credited) return { kind: 'credited', id, position: 0n };
    const posted = await this.effects.post(claim, seen, origin);
    if ('refusal' in posted) return { kind: 'refused', refusal: posted.refusal };
    await this.markCredited(claim.name, posted, origin);
    return { kind: 'credited', id, position: posted.position };
  }

  /** Only spares later readers a look at the account: losing this event loses nothing. */
  private async markCredited(name: string, { stream }: Posted, origin: ClaimOrigin): Promise<void> {
    const claim = await this.log.read(name);
    if (eventOf(claim, 'PaymentCredited')) return;
    await this.log.extend(claim, { type: 'PaymentCredited', data: { stream } }, derivedId('credited', name), origin);
  }

  private async contradict(claim: ClaimStream, facts: PaymentFacts, origin: ClaimOrigin, message: string): Promise<PaymentOutcome> {
    const { customer, amount, order } = facts;
    const data = { customer, amount: amount.toString(), currency: amount.currency, order };
    const known = claim.events.some((event) => event.type === 'PaymentContradicted' && JSON.stringify(event.data) === sorted(data));
    if (!known) {
      const id = derivedId('contradicted', claim.name, sorted(data));
      await this.log.extend(claim, { type: 'PaymentContradicted', data }, id, origin);
    }
    return { kind: 'contradicted', id: claim.name, message };
  }
}

/** The recorded data comes back with its keys in canonical order. */
const sorted = (data: ClaimEventData['PaymentContradicted']): string =>
  JSON.stringify({ amount: data.amount, currency: data.currency, customer: data.customer, order: data.order });

function contradictionOf({ customer, effect }: ClaimEventData['PaymentSeen'], facts: PaymentFacts): string | undefined {
  if (effect.type !== 'ReceivePayment') return 'another effect';
  const recorded = `${effect.amount} ${effect.currency} for ${customer}`;
  const reported = `${formatAmount(facts.amount.nanos)} ${facts.amount.currency} for ${facts.customer}`;
  if (recorded !== reported) return `${facts.payment} was reported before as ${recorded}, now as ${reported}`;
  if (effect.order !== facts.order) return `${facts.payment} was reported before with another order`;
  return undefined;
}

/** The lot takes its name from the claim, so that every retry names the same. */
export const lotId = (claim: string): string => `lot_${derivedId('lot', claim).replaceAll('-', '')}`;
