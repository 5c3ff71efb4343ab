import { Directory } from '#directory';
import { PaymentClaims, type ClaimOrigin, type PaymentFacts, type PaymentOutcome } from '#claims';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import type { Refused } from '../http/errors/refused.js';

export type PaymentReceipt = PaymentOutcome | { readonly kind: 'unusable'; readonly refused: Refused };

/** What a payment processor reports, verified: credited once, however often and in whatever order it is told. */
export class ReceivePayment extends Command<PaymentReceipt> {
  static readonly writes: readonly EventType[] = [
    'PaymentSeen',
    'PaymentCredited',
    'PaymentContradicted',
    'ClaimCarriedOver',
    'PaymentReceived',
  ];

  constructor(
    readonly facts: PaymentFacts,
    readonly origin: ClaimOrigin,
  ) {
    super();
  }
}

@CommandHandler(ReceivePayment)
export class ReceivePaymentHandler implements ICommandHandler<ReceivePayment> {
  constructor(
    private readonly payments: PaymentClaims,
    private readonly directory: Directory,
  ) {}

  async execute({ facts, origin }: ReceivePayment): Promise<PaymentReceipt> {
    try {
      return await this.payments.receive(facts, (reported) => this.accountOf(reported), origin);
    } catch (fault) {
      if (fault instanceof UnusableError) return { kind: 'unusable', refused: fault.refused };
      throw fault;
    }
  }

  /** Where a payment that is new goes. One that was seen before is held against what was said then, not against this. */
  private accountOf({ customer: id, amount: { currency } }: PaymentFacts): string {
    const customer = this.directory.customer(id);
    if (!customer) throw new UnusableError(NO_CUSTOMER);
    if (currency === customer.currency) return customer.account;
    const message = `The account is kept in ${customer.currency}, the payment is in ${currency}`;
    throw new UnusableError({ code: 'CURRENCY_MISMATCH', field: 'data.currency', message });
  }
}

export const NO_CUSTOMER: Refused = { code: 'INVALID_REQUEST', field: 'data.customer_id', message: 'data.customer_id names no customer' };

/** Nothing is written of a payment that no account can take. */
class UnusableError extends Error {
  constructor(readonly refused: Refused) {
    super(refused.message);
  }
}
