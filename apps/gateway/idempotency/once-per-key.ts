import type { EntityOrigin } from '#directory';
import { CommandClaims, commandStream, type CommandClaim, type CommandOutcome, type Ids, type Performed } from '#claims';
import { canonicalJson, derivedId, mintCommandId, type Json } from '#event-store';
import { InstallationSecrets } from '#identity';
import { PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { newId } from '../ground/request-id.js';
import { ERROR_CATALOGUE } from '../http/errors/error-catalogue.js';
import type { Refused } from '../http/errors/refused.js';
import type { AskedOnce, Asking } from './asking.js';
import type { Done, NotDone, Outcome } from './outcome.js';
import { openAnswer, recordedRefusal, refusalIn, sealAnswer } from './recorded-answer.js';

/** Names of the ids that a command makes, and their prefixes. They are minted with the claim and kept over all retries. */
export type NewIds = Readonly<Record<string, Parameters<typeof newId>[0]>>;

/** Commands that people and programs send: claimed under their Idempotency-Key first where they have one, done once, answered alike for good. */
@Injectable()
export class OncePerKey {
  constructor(
    private readonly claims: CommandClaims,
    private readonly installation: InstallationSecrets,
    private readonly personal: PersonalData,
  ) {}

  /**
   * Without a key it is simply done. `perform` may be asked again after a crash, with the same ids and origin. `subjectOf`: whom it is
   * about; their key is in hand before anything is done, so that what is done is answered, and its answer kept.
   */
  async run(
    asking: Asking,
    newIds: NewIds,
    perform: (ids: Ids, origin: EntityOrigin) => Promise<Done | NotDone>,
    subjectOf?: (ids: Ids) => string,
  ): Promise<Outcome> {
    const about = <Result>(ids: Ids, work: () => Promise<Result>): Promise<Result> =>
      subjectOf ? this.personal.holding(subjectOf(ids), work) : work();
    const { actor, cause, once, untilMs } = asking;
    if (once === undefined) {
      const ids = mintIds(newIds);
      const done = await about(ids, () => perform(ids, { actor, cause, commandId: mintCommandId(), untilMs }));
      return done.refused
        ? done
        : { body: done.shownOnce ?? done.document, position: done.position, ...(done.isConfidential && { isConfidential: true }) };
    }
    const claim = { ...this.claimOf(actor, once), untilMs };
    const stream = commandStream(claim);
    const origin = { actor, cause: stream, commandId: derivedId('effect', stream), repeatable: true, untilMs };
    let done: Done | NotDone | undefined;
    try {
      const outcome = await this.claims.once(
        claim,
        () => mintIds(newIds),
        (ids) => about(ids, async () => this.performed((done = await perform(ids, origin)))),
      );
      const answered = await this.answered(outcome);
      return done?.isConfidential && !answered.refused ? { ...answered, isConfidential: true } : answered;
    } catch (fault) {
      if (fault instanceof NotKept) return { refused: fault.refused };
      throw fault;
    }
  }

  /** The claim of a command that moves money: whoever finishes it, its effect stands once. */
  claimOf(actor: string, { route, key, body }: AskedOnce): CommandClaim {
    const bodyHash = createHmac('sha256', this.installation.pepper).update('body:').update(canonical(body));
    return { actor, route, key, bodyHash: bodyHash.digest('base64url') };
  }

  /** What was answered, or is. */
  async answered(outcome: CommandOutcome): Promise<Outcome> {
    if (outcome.kind === 'key_reused') return { refused: KEY_REUSED };
    const { answer } = outcome;
    if (answer.status >= 400) return { refused: refusalIn(answer) };
    const body = await openAnswer(this.personal, answer);
    return body ? { body, position: answer.position } : { refused: ERASED, position: answer.position };
  }

  private async performed(done: Done | NotDone): Promise<Performed> {
    if (done.refused) {
      if (ERROR_CATALOGUE[done.refused.code].status >= 500) throw new NotKept(done.refused);
      return recordedRefusal(done.refused);
    }
    const { document, shownOnce, subject } = done;
    const kept = JSON.stringify(document);
    const recorded = subject === undefined ? kept : await sealAnswer(this.personal, subject, kept);
    return { status: 200, body: shownOnce ? JSON.stringify(shownOnce) : kept, recorded };
  }
}

const KEY_REUSED: Refused = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: ERROR_CATALOGUE.IDEMPOTENCY_KEY_REUSED.title,
  field: 'Idempotency-Key',
};
const ERASED: Refused = { code: 'NOT_FOUND', message: 'The answer was erased with the person that it was about' };

/** What is our fault, or a stranger's, may go better the next time: its claim gets no answer. */
class NotKept extends Error {
  constructor(readonly refused: Refused) {
    super(refused.message);
  }
}

export const mintIds = (newIds: NewIds): Ids => Object.fromEntries(Object.entries(newIds).map(([name, prefix]) => [name, newId(prefix)]));

/** White space and the order of members make no other body. What cannot be written canonically is taken as it came. */
function canonical(body: Buffer): string {
  const text = body.toString('utf8');
  try {
    return text === '' ? '' : canonicalJson(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}
