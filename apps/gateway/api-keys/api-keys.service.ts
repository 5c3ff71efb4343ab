import { Directory, type EntityAccepted } from '#directory';
import { powerOf, type ApiKey } from '#identity';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { KeyCaller } from '../auth/key-authenticator.js';
import type { Asking } from '../idempotency/asking.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import type { Done, Outcome } from '../idempotency/outcome.js';
import { whenWritten } from '../idempotency/written.js';
import { IssueKey, RevokeKey, RotateKey } from './api-keys.commands.js';
import { apiKeyDocument } from './api-keys.document.js';
import { keyFacts, type NewApiKey } from './api-keys.dto.js';

/** What admins do with a customer's keys and what the customer does with its own are the same three things. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly directory: Directory,
  ) {}

  /** `caller`: the key that asks, where it is no admin. */
  issue(asking: Asking, customer: string, body: NewApiKey, caller?: KeyCaller): Promise<Outcome> {
    return this.once.run(asking, { key: 'key' }, async ({ key = '' }, origin) => {
      const { facts, refused } = keyFacts(body);
      if (refused) return { refused };
      const { written, secret } = await this.commands.execute(new IssueKey(key, customer, { ...facts, ...powerBehind(caller) }, origin));
      return whenWritten(written, (accepted) => shown(accepted, secret));
    });
  }

  /** What is meant to be replaced is what stands when the request comes: of three at once, one finds it still there. */
  rotate(asking: Asking, customer: string, key: string, overlapSeconds: number, caller?: KeyCaller): Promise<Outcome> {
    const isPresented = caller?.key.key === key;
    const hash = isPresented ? caller.presented : this.directory.key(key)?.hash;
    const facts = { overlapSeconds, replaces: hash === undefined ? undefined : { hash, isPresented }, ...powerBehind(caller) };
    return this.once.run(asking, {}, async (_ids, origin) => {
      const { written, secret } = await this.commands.execute(new RotateKey(customer, key, facts, origin));
      return whenWritten(written, (accepted) => shown(accepted, secret));
    });
  }

  revoke(asking: Asking, customer: string, key: string): Promise<Outcome> {
    return this.once.run(asking, {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new RevokeKey(customer, key, origin)), ({ position }) => ({ document: {}, position })),
    );
  }
}

const powerBehind = (caller: KeyCaller | undefined) => (caller ? { by: powerOf(caller.key, caller.presented) } : {});

function shown({ state, position }: EntityAccepted<ApiKey>, secret: string | undefined): Done {
  const document = apiKeyDocument(state, new Date().toISOString());
  const { id, ...rest } = document;
  return { document, position, isConfidential: true, shownOnce: secret === undefined ? undefined : { id, key: secret, ...rest } };
}
