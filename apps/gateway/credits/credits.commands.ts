import { Clock } from '#process';
import { Accounts, type CommandOrigin } from '#accounts';
import { CommandClaims, type CommandClaim, type CommandOutcome, type EffectRecord } from '#claims';
import type { Money } from '#money';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { mintIds } from '../idempotency/once-per-key.js';

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

/** Once for a claim, finished even where its client never comes back. Resolves to what is answered, to the same command again too. */
export class GrantCredit extends Command<CommandOutcome> {
  static readonly writes: readonly EventType[] = ['CreditGranted'];

  constructor(
    readonly account: string,
    readonly facts: CreditFacts,
    readonly claim: CommandClaim,
  ) {
    super();
  }
}

/** As `GrantCredit`, in either direction. */
export class AdjustBalance extends Command<CommandOutcome> {
  static readonly writes: readonly EventType[] = ['BalanceAdjusted'];

  constructor(
    readonly account: string,
    readonly facts: AdjustmentFacts,
    readonly claim: CommandClaim,
  ) {
    super();
  }
}

/** Credit of the system itself, once for its lot: nobody waits for an answer, so nothing is claimed. Throws where it is refused. */
export class GrantOwnCredit extends Command<void> {
  static readonly writes: readonly EventType[] = ['CreditGranted'];

  constructor(
    readonly account: string,
    readonly lot: string,
    readonly facts: CreditFacts,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(GrantCredit)
export class GrantCreditHandler implements ICommandHandler<GrantCredit> {
  constructor(private readonly claims: CommandClaims) {}

  execute({ account, claim, facts: { kind, amount, reason, expiresAt } }: GrantCredit): Promise<CommandOutcome> {
    const effect = ({ id = '' }: Readonly<Record<string, string>>): EffectRecord => {
      const { currency } = amount;
      return { type: 'GrantCredit', lot: id, kind, amount: amount.toString(), currency, reason, expires_at: expiresAt };
    };
    return this.claims.onAccount(claim, () => mintIds({ id: 'lot' }), { account, effect });
  }
}

@CommandHandler(AdjustBalance)
export class AdjustBalanceHandler implements ICommandHandler<AdjustBalance> {
  constructor(private readonly claims: CommandClaims) {}

  execute({ account, claim, facts: { amount, reason, reverses } }: AdjustBalance): Promise<CommandOutcome> {
    const effect = ({ id = '' }: Readonly<Record<string, string>>): EffectRecord => {
      return { type: 'AdjustBalance', adjustment: id, amount: amount.toString(), currency: amount.currency, reason, reverses };
    };
    return this.claims.onAccount(claim, () => mintIds({ id: 'adj' }), { account, effect });
  }
}

@CommandHandler(GrantOwnCredit)
export class GrantOwnCreditHandler implements ICommandHandler<GrantOwnCredit> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ account, lot, facts, origin }: GrantOwnCredit): Promise<void> {
    const at = this.clock.now();
    const { refusal } = await this.accounts.execute(account, { type: 'GrantCredit', at, lot, ...facts, claim: null }, origin);
    if (refusal) throw new TypeError(`The credit ${lot} was refused: ${refusal.message}`);
  }
}
