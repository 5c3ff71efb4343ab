import type { EntityOrigin } from '#directory';
import { CommandClaims, commandStream, type Answer, type CommandOutcome, type EffectRecord, type Ids, type Performed } from '#claims';
import { canonicalJson, derivedId, mintCommandId, type Json, type Position } from '#event-store';
import { InstallationSecrets } from '#identity';
import { PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHmac } from 'node:crypto';
import { actorOf, type AdminCaller } from '../auth/admin-authenticator.js';
import type { KeyCaller } from '../auth/key-authenticator.js';
import { idempotencyKey, requiredIdempotencyKey } from '../http/input/idempotency-key.js';
import { rawBody } from '../http/input/json.js';
import { tellPosition } from '../http/output/positions.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import { newId } from '../ground/request-id.js';
import { openAnswer, recordedRefusal, refusalIn, sealAnswer } from './recorded-answer.js';

/** Who commands, in which request. */
export interface Exchange {
  readonly caller: AdminCaller | KeyCaller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a command has done. */
export interface Done {
  /** What is answered, now and to the same command again. */
  readonly document: object;
  readonly position: Position;
  /** Answered now instead, and never again: the document with a secret in it. */
  readonly shownOnce?: object | undefined;
  /** Whose personal data stands in the document: it is kept encrypted under their key. */
  readonly subject?: string;
}

/** Names of the ids that a command makes, and their prefixes. They are minted with the claim and kept over all retries. */
export type NewIds = Readonly<Record<string, Parameters<typeof newId>[0]>>;

/** Commands of HTTP: claimed under their Idempotency-Key first where they have one, done once, answered alike for good. */
@Injectable()
export class OncePerKey {
  constructor(
    private readonly claims: CommandClaims,
    private readonly installation: InstallationSecrets,
    private readonly personal: PersonalData,
  ) {}

  /** Money that is moved by hand: the key is required, and the claim is finished even where the client never comes back. */
  async onAccount(exchange: Exchange, newIds: NewIds, account: string, effect: (ids: Ids) => EffectRecord): Promise<object> {
    const key = requiredIdempotencyKey(exchange.request);
    const mint = () => mintIds(newIds);
    return this.answered(exchange, await this.claims.onAccount(this.claimOf(exchange, key), mint, { account, effect }));
  }

  /** Anything else: without a key it is simply done. `perform` may be asked again after a crash, with the same ids and origin. */
  async run(exchange: Exchange, newIds: NewIds, perform: (ids: Ids, origin: EntityOrigin) => Promise<Done>): Promise<object> {
    const { caller, request, reply } = exchange;
    const actor = actorOf(caller);
    const key = idempotencyKey(request);
    if (key === undefined) {
      const done = await perform(mintIds(newIds), { actor, cause: request.id, commandId: mintCommandId() });
      tellPosition(reply, done.position);
      return done.shownOnce ?? done.document;
    }
    const claim = this.claimOf(exchange, key);
    const cause = commandStream(claim);
    const origin = { actor, cause, commandId: derivedId('effect', cause), repeatable: true };
    const outcome = await this.claims.once(
      claim,
      () => mintIds(newIds),
      (ids) => this.performed(perform(ids, origin)),
    );
    return this.answered(exchange, outcome);
  }

  /** What is our fault may go better the next time and is not kept. */
  private async performed(performing: Promise<Done>): Promise<Performed> {
    try {
      const { document, shownOnce, subject } = await performing;
      const kept = JSON.stringify(document);
      const recorded = subject === undefined ? kept : await sealAnswer(this.personal, subject, kept);
      return { status: 200, body: shownOnce ? JSON.stringify(shownOnce) : kept, recorded };
    } catch (error) {
      if (error instanceof HttpRefusal && error.status < 500) return recordedRefusal(error);
      throw error;
    }
  }

  private async answered({ reply }: Exchange, outcome: CommandOutcome): Promise<object> {
    if (outcome.kind === 'key_reused') throw new HttpRefusal('IDEMPOTENCY_KEY_REUSED', { field: 'Idempotency-Key' });
    const answer: Answer = outcome.answer;
    if (answer.status >= 400) throw refusalIn(answer);
    tellPosition(reply, answer.position);
    return openAnswer(this.personal, answer);
  }

  private claimOf({ caller, request }: Exchange, key: string) {
    const bodyHash = createHmac('sha256', this.installation.pepper)
      .update('body:')
      .update(canonical(rawBody(request)));
    return { actor: actorOf(caller), route: routeOf(request), key, bodyHash: bodyHash.digest('base64url') };
  }
}

const mintIds = (newIds: NewIds): Ids => Object.fromEntries(Object.entries(newIds).map(([name, prefix]) => [name, newId(prefix)]));

/** The same thing has the same name, however its path was encoded. */
function routeOf({ method, routeOptions, params }: FastifyRequest): string {
  const named = params as Readonly<Record<string, string>>;
  return `${method} ${(routeOptions.url ?? '').replace(/:(\w+)|\*/g, (whole, name: string | undefined) => named[name ?? '*'] ?? whole)}`;
}

/** White space and the order of members make no other body. What cannot be written canonically is taken as it came. */
function canonical(body: Buffer): string {
  const text = body.toString('utf8');
  try {
    return text === '' ? '' : canonicalJson(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}
