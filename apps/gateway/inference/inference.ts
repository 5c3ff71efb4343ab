import type { Accounts } from '#accounts';
import type { Directory } from '#directory';
import type { WireApi, WireRequest } from '#wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rawBody, requireJsonMediaType } from '../http/json.js';
import { HttpRefusal } from '../http/refusal.js';
import type { KeptResponses } from '../kept-responses/kept-responses.js';
import { inClientsWords } from '../kept-responses/recalled-turn.js';
import type { KeyAuthenticator } from '../auth/key-authenticator.js';
import { AdmittedRequest } from './admitted-request.js';
import { answerFailure } from './answer-failure.js';
import { answerPlain } from './answer-plain.js';
import { answerStream } from './answer-stream.js';
import { askProviders } from './attempts.js';
import { ClientConnection } from './client-connection.js';
import { ChargeNotRecordedError, HoldLostError, type OpenRequests } from './open-requests.js';
import type { Providers } from './providers.js';
import { resolveModel } from './resolve-model.js';
import { NOTHING_KEPT, type KeptIds } from './kept-ids.js';
import { passesReferences, planRoute, type RoutePlan } from './route-plan.js';
import { understood } from './wire-routes.js';

const INFERENCE = ['inference'] as const;

export interface InferenceDependencies {
  readonly keys: KeyAuthenticator;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly requests: OpenRequests;
  readonly providers: Providers;
  readonly kept: KeptIds;
  readonly responses: KeptResponses;
  readonly cut: AbortSignal;
}

/**
 * One request, one way through, whichever route it came by: authenticate → look up what it refers to, if anything, and put what we keep ourselves in its place → plan the route → hold (durable) → ask the provider → meter (durable) → last byte.
 * docs/request-lifecycle.md draws it with every exit and its status.
 */
export class Inference {
  constructor(private readonly use: InferenceDependencies) {}

  async answer(api: WireApi, incoming: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { accounts, requests, cut, directory, providers, kept, responses } = this.use;
    const startedAt = performance.now();
    const caller = this.use.keys.authenticate(incoming, INFERENCE);
    requireJsonMediaType(incoming);
    const sent = understood(api, rawBody(incoming));
    const resolved = resolveModel(directory, sent.model, caller);
    const client = new ClientConnection(reply.raw);
    const turn = api === 'responses' ? await responses.recall(caller.customer.customer, sent) : undefined;
    const request = turn?.request ?? sent;
    let plan: RoutePlan;
    try {
      const refers = passesReferences(request, resolved, providers);
      const keepers = refers ? await kept.keepersOf(caller.customer.account, request.references) : NOTHING_KEPT;
      plan = planRoute(request, resolved, caller.customer.currency, providers, keepers, Math.random());
    } catch (fault) {
      throw turn ? inClientsWords(fault, turn) : fault;
    }
    nameRoute(reply, plan);
    const admitted = await AdmittedRequest.admit(incoming.id, caller, request, plan, { accounts, requests, kept, client, startedAt, cut });
    if (turn) admitted.keeping = responses.answerTo(turn, caller.customer.customer, bareIdOf(incoming.id));
    await requests.track(this.serve(admitted, request, client, incoming, reply));
  }

  private async serve(
    admitted: AdmittedRequest,
    request: WireRequest,
    client: ClientConnection,
    incoming: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    try {
      const context = { providers: this.use.providers, clientHeaders: incoming.headers };
      const answered = await askProviders(admitted, request, client, context);
      if (answered.kind === 'plain') await answerPlain(admitted, request, answered, client, reply);
      else if (answered.kind === 'stream') await answerStream(admitted, request, answered, client, reply);
      else await answerFailure(admitted, request, answered, client, reply);
    } catch (fault) {
      if (!admitted.hasEnded) await admitted.fail('internal', 'failed', true);
      if (!reply.raw.headersSent) void reply.header('x-tokenok-attempts', String(admitted.attempts.length));
      if (fault instanceof HoldLostError) throw new HttpRefusal('HOLD_LOST', { cause: fault });
      if (fault instanceof ChargeNotRecordedError) throw new HttpRefusal('CHARGE_NOT_RECORDED', { cause: fault });
      if (!reply.raw.headersSent) throw fault;
      reply.raw.destroy();
    }
  }
}

/** Of a TypeID: an id without its prefix. */
const bareIdOf = (id: string): string => id.slice(id.indexOf('_') + 1);

/** For refusals: even an answer that no provider was asked for says where it would have gone. */
function nameRoute(reply: FastifyReply, { attempts: [first] }: RoutePlan): void {
  if (!first) return;
  void reply.headers({ 'x-tokenok-model': first.model, 'x-tokenok-provider': first.provider, 'x-tokenok-attempts': '0' });
}
