import { derivedId } from '#event-store';
import { Money, type Currency } from '#money';
import type { ClaimStream, NewClaimEvent } from './claim-log.js';
import type { ClaimEventData, UnmatchedReason } from './claim.events.js';
import { assignedEntry, unmatchedEntry } from './receipt-entries.js';

/** What a processor says of a payment, verified, that no account can take as it is. */
export interface UnmatchedReport {
  readonly provider: string;
  /** Null where the facts name none: then the message stands for it. */
  readonly payment: string | null;
  /** The id of the message, which is the same over its redeliveries. */
  readonly message: string;
  readonly reason: UnmatchedReason;
  /** The customer of ours that the facts name; null where they name none. */
  readonly customer: string | null;
  /** Null where the facts do not say it beyond doubt. */
  readonly received: Money | null;
  readonly factsHash: string;
  readonly bytes: number;
  /**
   * The facts as sent, encrypted; `id` names a key of the payment's own, for whom no customer's will do. `isNamed`: a report before
   * needs that key, so it is there or was lost, and is not made again.
   */
  readonly seal: (id: string, isNamed: boolean) => Promise<string>;
  /** What is kept where it contradicts a payment that has been seen: nothing that could be personal. */
  readonly legible: ClaimEventData['PaymentContradicted'];
}

type Unmatched = ClaimEventData['PaymentUnmatched'];

/** Other facts of the same unmatched payment that are kept; beyond that they are acknowledged all the same. */
const MOST_REPORTS = 10;

/** Where the claim of a payment stands that its facts name no id of. */
export const noticeStream = (provider: string, message: string): string => `notice-${provider}-${message}`;

/** What people and the vault call it. Made of the claim's name, so that it is the same on every gateway. */
export const unmatchedId = (claim: string): string => `unm_${derivedId('unmatched', claim).replaceAll('-', '')}`;

export const reportsOf = ({ events }: ClaimStream): readonly Unmatched[] =>
  events.flatMap((event) => (event.type === 'PaymentUnmatched' ? [event.data] : []));

export const isReported = (claim: ClaimStream, factsHash: string): boolean =>
  reportsOf(claim).some(({ facts_hash }) => facts_hash === factsHash);

/** A ciphertext names the key that it needs. */
const hasKeyOfItsOwn = (claim: ClaimStream, id: string): boolean => reportsOf(claim).some(({ facts }) => facts.startsWith(`v1.${id}.`));

/** What was booked as nobody's. */
export function receivedOf(claim: ClaimStream): Money | undefined {
  const received = reportsOf(claim).find((report) => report.received !== null)?.received;
  return received ? Money.recorded(received.currency, received.amount) : undefined;
}

/** The report as it is kept: once for the same facts. Books what was received, once for the payment. */
export async function reported(claim: ClaimStream, report: UnmatchedReport): Promise<NewClaimEvent | undefined> {
  const { provider, payment, message, reason, customer, factsHash, bytes } = report;
  if (isReported(claim, factsHash) || reportsOf(claim).length >= MOST_REPORTS) return undefined;
  const id = unmatchedId(claim.name);
  const received = receivedOf(claim) ? null : report.received;
  const data: Unmatched = {
    id,
    payment_provider: provider,
    payment: payment ?? message,
    reason,
    customer,
    facts: await report.seal(id, hasKeyOfItsOwn(claim, id)),
    bytes,
    facts_hash: factsHash,
    received: received && { amount: received.toString(), currency: received.currency },
    ...(received && { entry: unmatchedEntry(received) }),
  };
  return { type: 'PaymentUnmatched', data, distinction: factsHash };
}

export interface Assignment {
  readonly customer: string;
  readonly account: string;
  readonly amount: Money;
  readonly order: string | null;
  readonly reason?: string | null;
}

/** `converted`: what came in stays in its currency, and another is credited for it. Else the later word stands for the earlier. */
export function assigned(
  claim: ClaimStream,
  { customer, account, amount, order, reason = null }: Assignment,
  converted: boolean,
): NewClaimEvent {
  const received = receivedOf(claim);
  const data: ClaimEventData['PaymentAssigned'] = {
    id: unmatchedId(claim.name),
    customer,
    account,
    amount: amount.toString(),
    currency: amount.currency,
    order,
    reason,
    ...(received && { entry: assignedEntry(received, converted ? amount : received) }),
  };
  return { type: 'PaymentAssigned', data };
}

export type AmountRefusal = { readonly refusal: 'amount_wanted' | 'amount_differs'; readonly message: string };

/** What is credited: what was received, in the account's currency; where the facts do not say that, what the person says. */
export function amountFor(claim: ClaimStream, currency: Currency, amount: Money | undefined): Money | AmountRefusal {
  const received = receivedOf(claim);
  if (received?.currency !== currency) {
    const message = `What was received is not known in ${currency}: amount must say what it comes to`;
    return amount ?? { refusal: 'amount_wanted', message };
  }
  if (!amount || amount.nanos === received.nanos) return received;
  return { refusal: 'amount_differs', message: `${received.toString()} ${currency} was received, and no other amount is credited for it` };
}
