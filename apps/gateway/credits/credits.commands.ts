import type { Answer, EffectRecord, Ids } from '#claims';
import type { Money } from '#money';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId } from '../http/request-id.js';
import { OncePerKey, type AdminCommand } from './once-per-key.js';

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

export class GrantCredit extends Command<Answer> {
  constructor(
    readonly command: AdminCommand,
    readonly facts: CreditFacts,
  ) {
    super();
  }
}

export class AdjustBalance extends Command<Answer> {
  constructor(
    readonly command: AdminCommand,
    readonly facts: AdjustmentFacts,
  ) {
    super();
  }
}

@CommandHandler(GrantCredit)
export class GrantCreditHandler implements ICommandHandler<GrantCredit> {
  constructor(private readonly once: OncePerKey) {}

  execute({ command, facts: { kind, amount, reason, expiresAt } }: GrantCredit): Promise<Answer> {
    const effect = ({ id }: Ids): EffectRecord => ({
      type: 'GrantCredit',
      lot: id as string,
      kind,
      amount: amount.toString(),
      currency: amount.currency,
      reason,
      expires_at: expiresAt,
    });
    return this.once.post(command, () => ({ id: newId('lot') }), effect, amount.currency);
  }
}

@CommandHandler(AdjustBalance)
export class AdjustBalanceHandler implements ICommandHandler<AdjustBalance> {
  constructor(private readonly once: OncePerKey) {}

  execute({ command, facts: { amount, reason, reverses } }: AdjustBalance): Promise<Answer> {
    const effect = ({ id }: Ids): EffectRecord => ({
      type: 'AdjustBalance',
      adjustment: id as string,
      amount: amount.toString(),
      currency: amount.currency,
      reason,
      reverses,
    });
    return this.once.post(command, () => ({ id: newId('adj') }), effect, amount.currency);
  }
}
