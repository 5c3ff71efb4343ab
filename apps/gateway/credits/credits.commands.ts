import type { EffectRecord } from '#claims';
import type { Money } from '#money';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OncePerKey, type Exchange } from '../idempotency/once-per-key.js';

export interface CreditFacts {
  readonly kind: 'promo' | 'goodwill';
  readonly amount: Money;
  readonly reason: string;
  readonly expiresAt: string | null;
}

export interface AdjustmentFacts {
  /** Signed: above zero in the customer's favour. */
  readonly amount: Money;
  readonly reason: string;
  readonly reverses: string | null;
}

/** Resolves to what is answered, to the same command under the same Idempotency-Key too. */
export class GrantCredit extends Command<object> {
  constructor(
    readonly account: string,
    readonly facts: CreditFacts,
    readonly exchange: Exchange,
  ) {
    super();
  }
}

export class AdjustBalance extends Command<object> {
  constructor(
    readonly account: string,
    readonly facts: AdjustmentFacts,
    readonly exchange: Exchange,
  ) {
    super();
  }
}

@CommandHandler(GrantCredit)
export class GrantCreditHandler implements ICommandHandler<GrantCredit> {
  constructor(private readonly once: OncePerKey) {}

  execute({ account, exchange, facts: { kind, amount, reason, expiresAt } }: GrantCredit): Promise<object> {
    return this.once.onAccount(exchange, { id: 'lot' }, account, ({ id = '' }): EffectRecord => {
      const { currency } = amount;
      return { type: 'GrantCredit', lot: id, kind, amount: amount.toString(), currency, reason, expires_at: expiresAt };
    });
  }
}

@CommandHandler(AdjustBalance)
export class AdjustBalanceHandler implements ICommandHandler<AdjustBalance> {
  constructor(private readonly once: OncePerKey) {}

  execute({ account, exchange, facts: { amount, reason, reverses } }: AdjustBalance): Promise<object> {
    return this.once.onAccount(exchange, { id: 'adj' }, account, ({ id = '' }): EffectRecord => {
      return { type: 'AdjustBalance', adjustment: id, amount: amount.toString(), currency: amount.currency, reason, reverses };
    });
  }
}
