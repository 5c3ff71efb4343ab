import { Directory, type EntityAccepted } from '#directory';
import { powerOf, type ApiKey } from '#identity';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CustomerCaller } from '../auth/callers.js';
import type { Asking } from '../idempotency/asking.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import type { Done, Outcome } from '../idempotency/outcome.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { IssueKey, RevokeKey, RotateKey } from './api-keys.commands.js';
import { apiKeyDocument } from './api-keys.document.js';
import { keyFacts, type NewApiKey } from './api-keys.dto.js';

interface MeantSecret {
  readonly hash: string | undefined;
  askedBy: number;
}

/** What admins do with a customer's keys and what the customer does with its own are the same three things. */
@Injectable()
export class ApiKeys {
  /** By key, while rotations of it are under way here. */
  private readonly rotating = new Map<string, MeantSecret>();

  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly directory: Directory,
  ) {}

  /** `caller`: who asks, where it is no admin; a key hands on no more than it holds. */
  issue(asking: Asking, customer: string, body: NewApiKey, caller?: CustomerCaller): Promise<Outcome> {
    return this.once.run(asking, { key: 'key' }, async ({ key = '' }, origin) => {
      const { facts, refused } = keyFacts(body);
      if (refused) return { refused };
      const { written, secret } = await this.commands.execute(new IssueKey(key, customer, { ...facts, ...powerBehind(caller) }, origin));
      return whenWritten(written, (accepted) => shown(accepted, secret));
    });
  }

  /**
   * What is meant to be replaced is the secret that is presented, or what stands when the request comes: of three at once one replaces it.
   */
  async rotate(asking: Asking, customer: string, key: string, overlapSeconds: number, caller?: CustomerCaller): Promise<Outcome> {
    const meant = this.meant(key);
    const own = caller && 'key' in caller && caller.key.key === key ? caller.presented : undefined;
    const replaces = own ?? meant.hash;
    const facts = { overlapSeconds, replaces, ...powerBehind(caller) };
    meant.askedBy += 1;
    try {
      return await this.once.run(asking, {}, async (_ids, origin) => {
        const { written, secret } = await this.commands.execute(new RotateKey(customer, key, facts, origin));
        return whenWritten(written, (accepted) => shown(accepted, secret));
      });
    } finally {
      meant.askedBy -= 1;
      if (meant.askedBy === 0) this.rotating.delete(key);
    }
  }

  /** Whoever comes before an earlier rotation is answered knows nothing of it, and means what that one means. */
  private meant(key: string): MeantSecret {
    const meant = this.rotating.get(key) ?? { hash: this.directory.key(key)?.hash, askedBy: 0 };
    this.rotating.set(key, meant);
    return meant;
  }

  revoke(asking: Asking, customer: string, key: string): Promise<Outcome> {
    return this.once.run(asking, {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new RevokeKey(customer, key, origin)), nothingToShow),
    );
  }
}

const powerBehind = (caller: CustomerCaller | undefined) =>
  caller && 'key' in caller ? { by: powerOf(caller.key, caller.presented) } : {};

function shown({ state, position }: EntityAccepted<ApiKey>, secret: string | undefined): Done {
  const document = apiKeyDocument(state, new Date().toISOString());
  const { id, ...rest } = document;
  return { document, position, isConfidential: true, shownOnce: secret === undefined ? undefined : { id, key: secret, ...rest } };
}
