import { Directory, type EntityAccepted } from '#catalog';
import type { ApiKey } from '#identity';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import type { KeyCaller } from '../auth/key-authenticator.js';
import { page, pageQuery } from '../http/lists.js';
import { ReadPositions, awaitMinPosition, tellPosition } from '../http/positions.js';
import { IssueKey, RevokeKey, RotateKey } from './api-keys.commands.js';
import { apiKeyDocument, type ShownApiKey } from './api-keys.document.js';
import { DEFAULT_OVERLAP_SECONDS, keyFacts, type NewApiKey, type Rotation } from './api-keys.dto.js';
import { originOf } from './origin.js';
import { accepted } from './refusals.js';

/** Which customer's keys, for whom, in which exchange. */
export interface KeysExchange {
  readonly customer: string;
  readonly caller: AdminCaller | KeyCaller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What admins do with a customer's keys and what the customer does with its own are the same four things. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly positions: ReadPositions,
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

  async issue({ customer, caller, request, reply }: KeysExchange, body: NewApiKey): Promise<ShownApiKey> {
    const { written, secret } = await this.commands.execute(new IssueKey(customer, keyFacts(body), originOf(caller, request)));
    return shown(reply, accepted(written), secret);
  }

  async rotate({ customer, caller, request, reply }: KeysExchange, key: string, body: Rotation): Promise<ShownApiKey> {
    const overlapSeconds = body.overlap_seconds ?? DEFAULT_OVERLAP_SECONDS;
    const command = new RotateKey(customer, key, overlapSeconds, originOf(caller, request));
    const { written, secret } = await this.commands.execute(command);
    return shown(reply, accepted(written), secret);
  }

  async revoke({ customer, caller, request, reply }: KeysExchange, key: string): Promise<void> {
    const { position } = accepted(await this.commands.execute(new RevokeKey(customer, key, originOf(caller, request))));
    tellPosition(reply, position);
  }
}

/** No cache may keep an answer with a secret in it. */
function shown(reply: FastifyReply, { state, position }: EntityAccepted<ApiKey>, secret: string): ShownApiKey {
  tellPosition(reply, position);
  reply.header('cache-control', 'no-store');
  const { id, ...rest } = apiKeyDocument(state, new Date().toISOString());
  return { id, key: secret, ...rest };
}
