import type { Accounts } from '#accounts';
import type { Directory, ResolvedModel } from '#catalog';
import { readChatRequest, type ChatRequest } from '#wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rawBody, requireJsonMediaType } from '../http/json.js';
import { HttpRefusal } from '../http/refusal.js';
import type { KeyAuthenticator, KeyCaller } from '../auth/key-authenticator.js';
import type { UpstreamClient } from '../upstream/index.js';
import { AdmittedRequest } from './admitted-request.js';
import { answerFailure } from './answer-failure.js';
import { answerPlain } from './answer-plain.js';
import { answerStream } from './answer-stream.js';
import { askProviders, type AttemptContext, type ProviderAddress } from './attempts.js';
import type { BaseUrls } from './base-urls.js';
import { ClientConnection } from './client-connection.js';
import { ChargeNotRecordedError, HoldLostError, type OpenRequests } from './open-requests.js';
import { planRoute, type RoutePlan } from './route-plan.js';

const INFERENCE = ['inference'] as const;

export interface ChatDependencies {
  readonly keys: KeyAuthenticator;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly requests: OpenRequests;
  readonly upstream: UpstreamClient;
  readonly baseUrls: BaseUrls;
  readonly cut: AbortSignal;
}

/**
 * One request, one way through: authenticate → plan the route → hold (durable) → ask the provider → meter (durable) → last byte.
 * docs/request-lifecycle.md draws it with every exit and its status.
 */
export class ChatCompletions {
  private readonly context: AttemptContext;

  constructor(private readonly use: ChatDependencies) {
    this.context = { upstream: use.upstream, address: (provider) => this.address(provider) };
  }

  async answer(incoming: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { accounts, requests, cut } = this.use;
    const startedAt = performance.now();
    const caller = this.use.keys.authenticate(incoming, INFERENCE);
    requireJsonMediaType(incoming);
    const request = understood(rawBody(incoming));
    const plan = planRoute(request, this.resolve(request, caller), caller.customer.currency, Math.random());
    const client = new ClientConnection(reply.raw);
    nameRoute(reply, plan);
    const admitted = await AdmittedRequest.admit(incoming.id, caller, request, plan, { accounts, requests, client, startedAt, cut });
    await requests.track(this.serve(admitted, request, client, reply));
  }

  private async serve(admitted: AdmittedRequest, request: ChatRequest, client: ClientConnection, reply: FastifyReply): Promise<void> {
    try {
      const answered = await askProviders(admitted, request, client, this.context);
      if (answered.kind === 'plain') await answerPlain(admitted, request, answered, client, reply);
      else if (answered.kind === 'stream') await answerStream(admitted, request, answered, client, reply);
      else await answerFailure(admitted, answered, client, reply);
    } catch (fault) {
      if (!admitted.hasEnded) await admitted.fail('internal', 'failed', true);
      if (!reply.raw.headersSent) void reply.header('x-tokenok-attempts', String(admitted.attempts.length));
      if (fault instanceof HoldLostError) throw new HttpRefusal('HOLD_LOST', { cause: fault });
      if (fault instanceof ChargeNotRecordedError) throw new HttpRefusal('CHARGE_NOT_RECORDED', { cause: fault });
      if (!reply.raw.headersSent) throw fault;
      reply.raw.destroy();
    }
  }

  private resolve({ model }: ChatRequest, { key: { policy } }: KeyCaller): ResolvedModel {
    const { directory } = this.use;
    const resolved = directory.resolveModel(model, policy);
    if (resolved) return resolved;
    const nearest = directory.nearestModel(model, policy);
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    throw new HttpRefusal('MODEL_NOT_FOUND', { field: 'model', message: `The model ${JSON.stringify(model)} does not exist.${hint}` });
  }

  private address(provider: string): ProviderAddress | undefined {
    const found = this.use.directory.provider(provider);
    return found && { url: `${this.use.baseUrls.resolve(found.baseUrl)}/chat/completions`, credential: found.credential };
  }
}

/** For refusals: even an answer that no provider was asked for says where it would have gone. */
function nameRoute(reply: FastifyReply, { attempts: [first] }: RoutePlan): void {
  if (!first) return;
  void reply.headers({ 'x-tokenok-model': first.model, 'x-tokenok-provider': first.provider, 'x-tokenok-attempts': '0' });
}

function understood(body: Buffer): ChatRequest {
  const request = readChatRequest(body);
  if (request.kind === 'request') return request;
  throw new HttpRefusal('INVALID_REQUEST', { message: request.message, ...(request.param === null ? {} : { field: request.param }) });
}
