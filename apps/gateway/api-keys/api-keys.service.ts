import { Directory, type EntityAccepted } from '#catalog';
import type { ApiKey } from '#identity';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { page, pageQuery } from '../http/output/lists.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { OncePerKey, type Done, type Exchange } from '../idempotency/once-per-key.js';
import { IssueKey, RevokeKey, RotateKey } from './api-keys.commands.js';
import { apiKeyDocument } from './api-keys.document.js';
import { DEFAULT_OVERLAP_SECONDS, keyFacts, type NewApiKey, type Rotation } from './api-keys.dto.js';
import { accepted } from '../http/errors/directory.refusals.js';

/** Which customer's keys, for whom, in which request. */
export interface KeysExchange extends Exchange {
  readonly customer: string;
}

/** What admins do with a customer's keys and what the customer does with its own are the same four things. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  /** Oldest first, revoked ones included. */
  async list(customer: string, request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { limit, after } = pageQuery(request, 'api-keys', 1);
    const [last] = after ?? [];
    const keys = this.directory.keysOf(customer).filter(({ key }) => last === undefined || key > last);
    const now = new Date().toISOString();
    const { data, ...rest } = page('api-keys', keys, limit, ({ key }) => [key]);
    return { data: data.map((key) => apiKeyDocument(key, now)), ...rest };
  }

  issue(exchange: KeysExchange, body: NewApiKey): Promise<object> {
    return this.once.run(exchange, { key: 'key' }, async ({ key = '' }, origin) => {
      const { written, secret } = await this.commands.execute(new IssueKey(key, exchange.customer, keyFacts(body), origin));
      return shown(exchange.reply, accepted(written), secret);
    });
  }

  rotate(exchange: KeysExchange, key: string, body: Rotation): Promise<object> {
    const overlapSeconds = body.overlap_seconds ?? DEFAULT_OVERLAP_SECONDS;
    return this.once.run(exchange, {}, async (_ids, origin) => {
      const { written, secret } = await this.commands.execute(new RotateKey(exchange.customer, key, overlapSeconds, origin));
      return shown(exchange.reply, accepted(written), secret);
    });
  }

  async revoke(exchange: KeysExchange, key: string): Promise<void> {
    await this.once.run(exchange, {}, async (_ids, origin) => {
      const { position } = accepted(await this.commands.execute(new RevokeKey(exchange.customer, key, origin)));
      return { document: {}, position };
    });
  }
}

/** No cache may keep an answer with a secret in it. */
function shown(reply: FastifyReply, { state, position }: EntityAccepted<ApiKey>, secret: string | undefined): Done {
  reply.header('cache-control', 'no-store');
  const document = apiKeyDocument(state, new Date().toISOString());
  const { id, ...rest } = document;
  return { document, position, shownOnce: secret === undefined ? undefined : { id, key: secret, ...rest } };
}
