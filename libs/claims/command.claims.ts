import { createHash } from 'node:crypto';
import type { Position } from '#event-store';
import type { Refusal } from '#ledger';
import { InTurn } from '#streams';
import type { ClaimEffects, Posted } from './claim-effect.js';
import { eventOf, originOfClaim, type ClaimLog, type ClaimOrigin, type ClaimStream } from './claim-log.js';
import type { ClaimEventData, ClaimTarget, EffectRecord, RecordedAnswer } from './claim.events.js';

/** One use of an Idempotency-Key: the same actor, route and key name the same command for good. */
export interface CommandClaim {
  readonly actor: string;
  readonly route: string;
  readonly key: string;
  /** Keyed hash of the canonical body. */
  readonly bodyHash: string;
  /** Of `performance.now()`: whoever sends the command is answered then. */
  readonly untilMs?: number | undefined;
}

export interface Answer extends RecordedAnswer {
  /** Read with this position or later, and the command's effect is seen. */
  readonly position: Position;
}

export type CommandOutcome =
  { readonly kind: 'answered'; readonly answer: Answer; readonly repeated: boolean } | { readonly kind: 'key_reused' };

export type Ids = { readonly [name: string]: string };

export type EffectOutcome = { readonly posted: Posted } | { readonly refusal: Refusal };
/** How what became of an effect on an account is answered. Pure, so that whoever finishes a claim answers it as its client would have been. */
export type EffectAnswers = (target: ClaimTarget, ids: Ids, outcome: EffectOutcome) => RecordedAnswer;

export interface OnceOnAccount {
  readonly account: string;
  readonly effect: (ids: Ids) => EffectRecord;
}

/** What a command was answered, and what is kept of it where that is not the same: without secrets, personal data encrypted. */
export type Performed = RecordedAnswer & { readonly recorded?: string };

/** Commands under an Idempotency-Key: claimed first, done once, and answered alike for good. */
export class CommandClaims {
  /** The same command twice at once: the second waits, and then gets the answer of the first. */
  private readonly turns = new InTurn();

  constructor(
    private readonly log: ClaimLog,
    private readonly effects: ClaimEffects,
    private readonly answers: EffectAnswers,
  ) {}

  /** An effect on an account: finished by anyone, even where the client never comes back. */
  async onAccount(command: CommandClaim, mintIds: () => Ids, { account, effect }: OnceOnAccount): Promise<CommandOutcome> {
    const target = (ids: Ids) => this.effects.target(account, effect(ids), command.untilMs);
    return this.run(command, mintIds, target, (claim, accepted) => this.post(claim.name, accepted, originOf(command)));
  }

  /** Anything else. `perform` may run again after a crash, with the same ids: it must then find what it did before. */
  async once(command: CommandClaim, mintIds: () => Ids, perform: (ids: Ids) => Promise<Performed>): Promise<CommandOutcome> {
    const target = () => Promise.resolve(null);
    return this.run(command, mintIds, target, (_claim, { ids }) => perform(ids));
  }

  /** For the supervised subscription: brings about the effect of a command whose client never came back, and its answer. */
  async resume(stream: string): Promise<void> {
    await this.turns.take(stream, async () => {
      const claim = await this.log.read(stream);
      const accepted = eventOf(claim, 'CommandAccepted');
      if (!accepted?.target || eventOf(claim, 'CommandAnswered')) return;
      const origin = originOfClaim(claim);
      await this.answer(stream, await this.post(stream, accepted, origin), origin);
    });
  }

  private async run(
    command: CommandClaim,
    mintIds: () => Ids,
    targetOf: (ids: Ids) => Promise<ClaimTarget | null>,
    perform: (claim: ClaimStream, accepted: ClaimEventData['CommandAccepted']) => Promise<Performed>,
  ): Promise<CommandOutcome> {
    const name = commandStream(command);
    const origin = originOf(command);
    const run = async (): Promise<CommandOutcome> => {
      const claim = await this.log.complete(name, origin, async (now) => {
        if (eventOf(now, 'CommandAccepted')) return undefined;
        const ids = mintIds();
        const data = { route: command.route, body_hash: command.bodyHash, ids, target: await targetOf(ids) };
        return { type: 'CommandAccepted', data };
      });
      const accepted = eventOf(claim, 'CommandAccepted') as ClaimEventData['CommandAccepted'];
      if (accepted.body_hash !== command.bodyHash) return { kind: 'key_reused' };
      const answered = eventOf(claim, 'CommandAnswered');
      if (answered) return { kind: 'answered', repeated: true, answer: { ...answered, position: claim.position } };
      const answer = await this.answer(name, await perform(claim, accepted), origin);
      return { kind: 'answered', repeated: false, answer };
    };
    return this.turns.take(name, run, command.untilMs);
  }

  private async post(name: string, { target, ids }: ClaimEventData['CommandAccepted'], origin: ClaimOrigin): Promise<Performed> {
    if (!target) throw new TypeError(`${name} names no account`);
    const posted = await this.effects.post(name, target, origin);
    return this.answers(target, ids, 'refusal' in posted ? posted : { posted });
  }

  /** Keeps the answer. Where another gateway was faster its answer counts, unless ours tells what only we know. */
  private async answer(name: string, { status, body, recorded = body }: Performed, origin: ClaimOrigin): Promise<Answer> {
    const claim = await this.log.complete(name, origin, (now) =>
      eventOf(now, 'CommandAnswered') ? undefined : { type: 'CommandAnswered', data: { status, body: recorded } },
    );
    const kept = eventOf(claim, 'CommandAnswered') as RecordedAnswer;
    return { ...(recorded === body ? kept : { status, body }), position: claim.position };
  }
}

const originOf = (command: CommandClaim): ClaimOrigin => ({
  actor: command.actor,
  cause: commandStream(command),
  untilMs: command.untilMs,
});

export function commandStream({ actor, route, key }: Pick<CommandClaim, 'actor' | 'route' | 'key'>): string {
  return `command-${createHash('sha256')
    .update(JSON.stringify([actor, route, key]))
    .digest('hex')
    .slice(0, 40)}`;
}
