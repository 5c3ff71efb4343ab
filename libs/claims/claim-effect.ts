import type { Accounts, CommandOrigin, Executed } from '#accounts';
import { UnavailableError, derivedId, type EventStore } from '#event-store';
import { accountStream, type AccountCommand, type Refusal } from '#ledger';
import { Money } from '#money';
import { told } from '#streams';
import { eventOf, type ClaimLog, type ClaimOrigin, type ClaimStream } from './claim-log.js';
import type { ClaimTarget, EffectRecord } from './claim.events.js';
import { readClosing } from './closed-period.js';

/** Where an effect stands, and what was available right behind it; where it stood there before: what is available now. */
export type Posted = { readonly stream: string; readonly available: bigint };

/** A century: an effect that is looked for in more months than these was not written by us. */
const MOST_PERIODS = 1_200;

/** Brings a claim's effect about, once, in the period that the claim names. */
export class ClaimEffects {
  constructor(
    private readonly accounts: Accounts,
    private readonly store: EventStore,
    private readonly log: ClaimLog,
    private readonly now: () => string,
  ) {}

  /**
   * What a new claim names: the account's open period. A claim without one could never be looked for, so an account that is unknown
   * here is a fault, and nothing is claimed: another gateway may have registered it a moment ago.
   */
  async target(account: string, effect: EffectRecord, untilMs?: number): Promise<ClaimTarget> {
    const open = await this.accounts.open(account, untilMs);
    if (!open) throw new UnavailableError(`There is no account ${account} here yet`);
    return { account, period: open.period, effect };
  }

  /**
   * Posts the effect, or finds that it stands. Where the named period closed without it, the claim names the next period before
   * anything is written there; so there is always exactly one period in which the effect can stand.
   */
  post(name: string, target: ClaimTarget, origin: ClaimOrigin): Promise<Posted | { readonly refusal: Refusal }> {
    return told(this.store, origin.untilMs ?? Infinity, name, this.#post(name, target, origin));
  }

  async #post(name: string, target: ClaimTarget, origin: ClaimOrigin): Promise<Posted | { readonly refusal: Refusal }> {
    const { account, effect } = target;
    const { untilMs } = origin;
    let period = periodNamed(await this.log.read(name), target);
    for (let periods = 0; periods < MOST_PERIODS; periods += 1) {
      const command = this.command(effect, name, period);
      const executed: Executed = await this.accounts.execute(account, command, this.origin(name, origin), untilMs);
      if (!executed.refusal) return { stream: executed.stream, available: executed.available };
      if (executed.refusal.code !== 'CLAIM_IN_OTHER_PERIOD') return { refusal: executed.refusal };
      const stream = accountStream(account, period);
      const closed = await readClosing(this.store, stream, name);
      if (!closed) throw new UnavailableError(`${name} belongs to ${stream}, which another gateway has open`);
      if (closed.lists) return { stream, available: await this.accounts.available(account, untilMs) };
      const { next } = closed;
      const carried = await this.log.complete(name, origin, (claim) =>
        periodNamed(claim, target) >= next ? undefined : { type: 'ClaimCarriedOver', data: { period: next }, distinction: next },
      );
      period = periodNamed(carried, target);
    }
    throw new TypeError(`${name} was carried over for ${MOST_PERIODS} periods`);
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

/** The one period in which the effect is looked for and written. */
function periodNamed(claim: ClaimStream, target: ClaimTarget): string {
  return eventOf(claim, 'ClaimCarriedOver')?.period ?? target.period;
}
