import type { Directory } from '#directory';
import { checkReferences, isRefusal, resolveModel } from '#routing';
import { countTokensAnswer, failureBody, USUAL_TRAITS } from '#wire';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyAuthenticator } from '../../auth/key-authenticator.js';
import { KeyedRequest } from '../../auth/keyed-request.js';
import type { HotRoute } from '../../http/server/hot-request.js';
import { ClientConnection } from '../exchange/client-connection.js';
import type { Bodies } from '../bodies/bodies.js';
import { bodyFor, type ClientRequest } from '../bodies/client-request.js';
import { isJson, type PlainResponse } from '../upstream/index.js';
import type { StoredIds } from '../stored/stored-ids.js';
import type { Providers } from '../providers/providers.js';
import { httpRefusal } from './refusals.js';

/** A count is worth less than the time that a client waits for an answer: then it is estimated. */
const COUNT_LIMIT_MS = 10_000;
/** It is one number. */
const COUNT_BYTES = 64 * 1024;

class CountRequest extends KeyedRequest {
  constructor(
    keys: KeyAuthenticator,
    route: HotRoute,
    raw: IncomingMessage,
    response: ServerResponse,
    private readonly count: (request: KeyedRequest, body: Buffer) => Promise<void>,
  ) {
    super(keys, route, raw, response);
  }

  protected override received(body: Buffer): void {
    this.count(this, body).catch((refusal: unknown) => this.refuse(refusal));
  }
}

/**
 * `/v1/messages/count_tokens`: nothing is generated, so that no provider charges for it and nothing is held. A provider that counts is asked; else, and where
 * it fails, the tokenizer of the model's family estimates.
 */
export class CountTokens {
  constructor(
    private readonly directory: Directory,
    private readonly providers: Providers,
    private readonly stored: StoredIds,
    private readonly keys: KeyAuthenticator,
    private readonly bodies: Bodies,
  ) {}

  take(route: HotRoute, raw: IncomingMessage, response: ServerResponse): KeyedRequest {
    return new CountRequest(this.keys, route, raw, response, (request, body) => this.answer(request, body));
  }

  /** What it holds of the memory goes back when it has ended, and its response too. */
  private async answer(incoming: KeyedRequest, body: Buffer): Promise<void> {
    incoming.memory.use();
    try {
      await this.count(incoming, body);
    } finally {
      incoming.memory.release();
    }
  }

  private async count(incoming: KeyedRequest, body: Buffer): Promise<void> {
    const { caller } = incoming;
    const reading = this.bodies.understood('count_tokens', body, new ClientConnection(incoming.response));
    const request = reading instanceof Promise ? await reading : reading;
    if (request.kind === 'refusal') throw httpRefusal(request);
    const resolved = resolveModel(this.directory, request.model, caller.key.policy);
    if (isRefusal(resolved)) throw httpRefusal(resolved);
    const storedAt = await this.stored.whereStored(caller.customer.account, request.references);
    if (isRefusal(storedAt)) throw httpRefusal(storedAt);
    const [choice] = resolved.choices;
    const references = checkReferences(request, storedAt);
    const target = choice?.model.targets.find(
      ({ provider }) => this.providers.protocolOf(provider) === 'anthropic' && references.allows(provider),
    );
    const refusal = target ? undefined : references.refusal();
    if (refusal) throw httpRefusal(refusal);
    const model = target?.upstream_model ?? choice?.model.targets[0]?.upstream_model ?? request.model;
    const counted = target && (await this.counted(request, target.provider, model, incoming));
    const headers = { ...counted?.headers, 'request-id': incoming.id, 'content-type': 'application/json' };
    if (counted) incoming.answer(counted.status, headers, counted.body);
    else incoming.answer(200, headers, JSON.stringify(countTokensAnswer((await this.bodies.estimateInput(request, model)).tokens)));
  }

  /** The provider's count, or its word on a body that it does not take; undefined where it has none, as where a proxy's page stands in its place. */
  private async counted(
    request: ClientRequest,
    provider: string,
    model: string,
    incoming: KeyedRequest,
  ): Promise<PlainResponse | undefined> {
    const written = await bodyFor(request, 'count_tokens', { model, outputLimit: 0, traits: USUAL_TRAITS });
    if (written.kind === 'refusal') return undefined;
    const deadline = Date.now() + COUNT_LIMIT_MS;
    const room = { wholeBytes: COUNT_BYTES, memory: incoming.memory };
    const call = this.providers.call(
      { provider },
      { api: 'count_tokens', clientApi: 'count_tokens', body: written.bytes, room, deadline, clientHeaders: incoming.headers },
    );
    const response = await call?.response.catch(() => undefined);
    if (response?.kind === 'stream') call?.abort();
    if (response?.kind !== 'plain' || !isJson(response.body)) return undefined;
    if (response.status !== 400) return response.status === 200 ? response : undefined;
    const clean = await this.bodies.cleaned(response.body, response.ours, { framed: false });
    return {
      ...response,
      body: Buffer.from(failureBody('count_tokens', { upstream: 'count_tokens', status: 400, bytes: clean }, incoming.id)),
    };
  }
}
