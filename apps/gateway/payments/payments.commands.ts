import { Directory } from '#directory';
import { PaymentClaims, type AssignOutcome, type Assigning, type ClaimOrigin, type PaymentFacts, type PaymentOutcome } from '#claims';
import { UnavailableError, type EventStore } from '#event-store';
import type { Customer } from '#identity';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE } from '../books/tokens.js';
import type { EventType } from '../ground/event-types.js';
import { unusableFor, type PaymentWebhook, type UnusableFacts } from './payment-webhook.js';
import { UnmatchedReports, type VerifiedMessage } from './unmatched-reports.js';

/** What a payment processor reports, verified: credited once, however often and in whatever order it is told, or kept until it can be. */
export class ReceivePayment extends Command<PaymentOutcome> {
  static readonly writes: readonly EventType[] = [
    'PaymentUnmatched',
    'PaymentAssigned',
    'PaymentSeen',
    'PaymentCredited',
    'PaymentContradicted',
    'ClaimCarriedOver',
    'PaymentReceived',
  ];

  constructor(
    readonly webhook: Exclude<PaymentWebhook, { kind: 'other' }>,
    readonly message: VerifiedMessage,
    readonly origin: ClaimOrigin,
  ) {
    super();
  }
}

/** Whose an unmatched payment is, as an admin says: credited once, to one customer. `stream` is that of its claim. */
export class AssignPayment extends Command<AssignOutcome> {
  static readonly writes: readonly EventType[] = [
    'PaymentAssigned',
    'PaymentSeen',
    'PaymentCredited',
    'ClaimCarriedOver',
    'PaymentReceived',
  ];

  constructor(
    readonly stream: string,
    readonly customer: Customer,
    readonly facts: Pick<Assigning, 'amount' | 'reason'>,
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
    private readonly unmatched: UnmatchedReports,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ webhook, message, origin }: ReceivePayment): Promise<PaymentOutcome> {
    const keep = (unusable: UnusableFacts) => this.payments.keep(this.unmatched.of(unusable, webhook.sameness, message), origin);
    if (webhook.kind === 'unusable') return keep(webhook.unusable);
    const factsHash = this.unmatched.hashOf(webhook.sameness);
    try {
      return await this.payments.receive(webhook.facts, (facts) => this.accountOf(facts), origin, factsHash);
    } catch (fault) {
      if (fault instanceof UnusableError) return keep(unusableFor(fault.reason, webhook.facts));
      throw fault;
    }
  }

  /** Where a payment that is new goes. One that was seen before is held against what was said then, not against this. */
  private async accountOf({ customer: id, amount: { currency } }: PaymentFacts): Promise<string> {
    const customer = this.directory.customer(id);
    if (!customer) return this.nobody(id);
    if (currency !== customer.currency) throw new UnusableError('currency_mismatch');
    return customer.account;
  }

  /** Another gateway may have registered the customer a moment ago: then the processor had better try again. */
  private async nobody(id: string): Promise<never> {
    const [registered] = await this.store.readStream(`customer-${id}`, { max: 1 });
    if (registered) throw new UnavailableError(`The customer ${id} is not known here yet`);
    throw new UnusableError('customer_unknown');
  }
}

@CommandHandler(AssignPayment)
export class AssignPaymentHandler implements ICommandHandler<AssignPayment> {
  constructor(private readonly payments: PaymentClaims) {}

  execute({ stream, customer: { customer, account, currency }, facts, origin }: AssignPayment): Promise<AssignOutcome> {
    return this.payments.assign(stream, { customer, account, currency, ...facts }, origin);
  }
}

/** No account can take the payment as it is told. */
class UnusableError extends Error {
  constructor(readonly reason: 'customer_unknown' | 'currency_mismatch') {
    super(reason);
  }
}
