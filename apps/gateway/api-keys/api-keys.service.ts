import type { EntityAccepted } from '#directory';
import type { ApiKey } from '#identity';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
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
  ) {}

  issue(asking: Asking, customer: string, body: NewApiKey): Promise<Outcome> {
    return this.once.run(asking, { key: 'key' }, async ({ key = '' }, origin) => {
      const { facts, refused } = keyFacts(body);
      if (refused) return { refused };
      const { written, secret } = await this.commands.execute(new IssueKey(key, customer, facts, origin));
      return whenWritten(written, (accepted) => shown(accepted, secret));
    });
  }

  rotate(asking: Asking, customer: string, key: string, overlapSeconds: number): Promise<Outcome> {
    return this.once.run(asking, {}, async (_ids, origin) => {
      const { written, secret } = await this.commands.execute(new RotateKey(customer, key, overlapSeconds, origin));
      return whenWritten(written, (accepted) => shown(accepted, secret));
    });
  }

  revoke(asking: Asking, customer: string, key: string): Promise<Outcome> {
    return this.once.run(asking, {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new RevokeKey(customer, key, origin)), ({ position }) => ({ document: {}, position })),
    );
  }
}

function shown({ state, position }: EntityAccepted<ApiKey>, secret: string | undefined): Done {
  const document = apiKeyDocument(state, new Date().toISOString());
  const { id, ...rest } = document;
  return { document, position, isConfidential: true, shownOnce: secret === undefined ? undefined : { id, key: secret, ...rest } };
}
