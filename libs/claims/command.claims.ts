import { createHash } from 'node:crypto';
import { derivedId, mintCommandId, type Position } from '#event-store';
import type { Refusal } from '#ledger';
import type { ClaimEffects, Posted } from './claim-effect.js';
import { eventOf, type ClaimLog, type ClaimOrigin, type ClaimStream } from './claim-log.js';
import type { ClaimEventData, ClaimTarget, EffectRecord } from './claim.events.js';

/** One use of an Idempotency-Key: the same actor, route and key name the same command for good. */
export interface CommandClaim {
  readonly actor: string;
  readonly route: string;
  readonly key: string;
  /** Keyed hash of the canonical body. */
  readonly bodyHash: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** What the answer's reader should wait for; 0n for a repeated one. */
  readonly position: Position;
}

export type CommandOutcome =
  { readonly kind: 'answered'; readonly answer: Answer; readonly repeated: boolean } | { readonly kind: 'key_reused' };

/** What to do once: on an account (finished by anyone, even without the client), or by a function that takes the same ids again. */
export type OnceOnAccount = {
  readonly account: string;
  readonly effect: (ids: Ids) => EffectRecord;
  readonly answer: (outcome: { readonly posted: Posted; readonly ids: Ids } | { readonly refusal: Refusal }) => {
    status: number;
    body: string;
  };
};
export type Once = {
  readonly perform: (ids: Ids) => Promise<{ status: number; body: string; recorded?: string; position: Position }>;
};
export type Ids = { readonly [name: string]: string };

/** Commands under an Idempotency-Key: claimed first, done once, and answered alike for good. */
export class CommandClaims {
  constructor(
    private readonly log: ClaimLog,
    private readonly effects: ClaimEffects,
  ) {}

  async onAccount(command: CommandClaim, mintIds: () => Ids, what: OnceOnAccount): Promise<CommandOutcome> {
    const origin = { actor: command.actor, cause: commandStream(command) };
    return this.run(command, mintIds, what, async (claim, accepted) => {
      const posted = await this.effects.post(claim, accepted.target as ClaimTarget, origin);
      const outcome = 'refusal' in posted ? { refusal: posted.refusal } : { posted, ids: accepted.ids };
      const answer = what.answer(outcome);
      return { ...answer, recorded: answer.body, position: 'refusal' in posted ? 0n : posted.position };
    });
  }

  /** `perform` may run again after a crash, with the same ids: it must then find what it did before. */
  async once(command: CommandClaim, mintIds: () => Ids, what: Once): Promise<CommandOutcome> {
    return this.run(command, mintIds, undefined, async (_claim, accepted) => {
      const done = await what.perform(accepted.ids);
      return { ...done, recorded: done.recorded ?? done.body };
    });
  }

  /** For the supervised subscription: brings about the effect of a command whose client never came back. */
  async resume(stream: string, origin: ClaimOrigin): Promise<void> {
    const claim = await this.log.read(stream);
    const accepted = eventOf(claim, 'CommandAccepted');
    if (!accepted?.target || eventOf(claim, 'CommandAnswered')) return;
    await this.effects.post(claim, accepted.target, origin);
  }

  private async run(
    command: CommandClaim,
    mintIds: () => Ids,
    account: OnceOnAccount | undefined,
    perform: (
      claim: ClaimStream,
      accepted: ClaimEventData['CommandAccepted'],
    ) => Promise<{ status: number; body: string; recorded: string; position: Position }>,
  ): Promise<CommandOutcome> {
    const name = commandStream(command);
    const origin = { actor: command.actor, cause: name };
    for (;;) {
      const claim = await this.log.read(name);
      const accepted = eventOf(claim, 'CommandAccepted');
      if (!accepted) {
        const ids = mintIds();
        const target = account ? await this.target(account, ids) : null;
        const data = { route: command.route, body_hash: command.bodyHash, ids, target };
        await this.log.extend(claim, { type: 'CommandAccepted', data }, mintCommandId(), origin);
        continue; // whoever won, the claim is read as it stands
      }
      if (accepted.body_hash !== command.bodyHash) return { kind: 'key_reused' };
      const answered = eventOf(claim, 'CommandAnswered');
      if (answered) return { kind: 'answered', repeated: true, answer: { ...answered, position: 0n } };
      const { recorded, ...answer } = await perform(claim, accepted);
      await this.answer(name, { status: answer.status, body: recorded }, origin);
      return { kind: 'answered', repeated: false, answer };
    }
  }

  private async target(what: OnceOnAccount, ids: Ids): Promise<ClaimTarget> {
    const period = await this.effects.openPeriod(what.account);
    return { account: what.account, period: period ?? '', effect: what.effect(ids) };
  }

  private async answer(name: string, answer: { status: number; body: string }, origin: ClaimOrigin): Promise<void> {
    const claim = await this.log.read(name);
    if (eventOf(claim, 'CommandAnswered')) return;
    await this.log.extend(claim, { type: 'CommandAnswered', data: answer }, derivedId('answered', name), origin);
  }
}

export function commandStream({ actor, route, key }: CommandClaim): string {
  return `command-${createHash('sha256')
    .update(JSON.stringify([actor, route, key]))
    .digest('hex')
    .slice(0, 40)}`;
}
