import type { Accounts, CommandOrigin, Executed } from '#accounts';
import { derivedId, mintCommandId, type EventStore, type Position } from '#event-store';
import { accountStream, type AccountCommand } from '#ledger';
import { Money } from '#money';
import { eventOf, type ClaimLog, type ClaimOrigin, type ClaimStream } from './claim-log.js';
import type { ClaimTarget, EffectRecord } from './claim.events.js';

/** Where an effect stands. `position` is 0n where it stood there before. */
export type Posted = { readonly stream: string; readonly position: Position; readonly available: bigint };

/** Brings a claim's effect about, once, in the period that the claim names. */
export class ClaimEffects {
  constructor(
    private readonly accounts: Accounts,
    private readonly store: EventStore,
    private readonly log: ClaimLog,
    private readonly now: () => string,
  ) {}

  /** The period that is open for an account now: what a new claim names. Undefined for an unknown account. */
  async openPeriod(account: string): Promise<string | undefined> {
    return (await this.accounts.open(account))?.period;
  }

  /**
   * Posts the effect, or finds that it stands. Where the named period closed without it, the claim names the next period before
   * anything is written there.
   */
  async post(claim: ClaimStream, target: ClaimTarget, origin: ClaimOrigin): Promise<Posted | Extract<Executed, { refusal: object }>> {
    const { account, effect } = target;
    let period = eventOf(claim, 'ClaimCarriedOver')?.period ?? target.period;
    let current = claim;
    for (;;) {
      const executed = await this.accounts.execute(account, this.command(effect, claim.name, period), this.origin(claim.name, origin));
      if (!executed.refusal) return { stream: executed.stream, position: executed.position, available: executed.available };
      if (executed.refusal.code !== 'CLAIM_IN_OTHER_PERIOD') return executed;
      const stream = accountStream(account, period);
      if (await this.standsIn(stream, claim.name)) return { stream, position: 0n, available: await this.available(account) };
      period = (await this.openPeriod(account)) as string;
      await this.log.extend(current, { type: 'ClaimCarriedOver', data: { period } }, mintCommandId(), origin);
      current = await this.log.read(claim.name);
      period = eventOf(current, 'ClaimCarriedOver')?.period ?? period;
    }
  }

  async available(account: string): Promise<bigint> {
    return (await this.accounts.open(account))?.available ?? 0n;
  }

  /** A closed period lists its claims in its last event. */
  private async standsIn(stream: string, claim: string): Promise<boolean> {
    const [last] = await this.store.readStream(stream, { direction: 'backwards', max: 1 });
    return last?.type === 'PeriodClosed' && (last.data['claims'] as readonly string[]).includes(claim);
  }

  private origin(claim: string, { actor, cause }: ClaimOrigin): CommandOrigin {
    return { actor, cause, commandId: derivedId('effect', claim) };
  }

  private command(effect: EffectRecord, id: string, period: string): AccountCommand {
    const claim = { id, period };
    const at = this.now();
    const amount = Money.recorded(effect.currency, effect.amount);
    switch (effect.type) {
      case 'ReceivePayment':
        return {
          type: effect.type,
          at,
          payment: effect.payment,
          paymentProvider: effect.payment_provider,
          lot: effect.lot,
          amount,
          order: effect.order,
          claim,
        };
      case 'GrantCredit':
        return {
          type: effect.type,
          at,
          lot: effect.lot,
          kind: effect.kind,
          amount,
          reason: effect.reason,
          expiresAt: effect.expires_at,
          claim,
        };
      case 'AdjustBalance':
        return { type: effect.type, at, adjustment: effect.adjustment, amount, reason: effect.reason, reverses: effect.reverses, claim };
    }
  }
}
