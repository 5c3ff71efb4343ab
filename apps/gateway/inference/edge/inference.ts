import type { Clock } from '#process';
import type { Accounts } from '#accounts';
import type { Directory } from '#directory';
import {
  endOfRequest,
  isRefusal,
  NOTHING_STORED,
  passesReferences,
  planRoute,
  resolveModel,
  type RequestRefusal,
  type RoutePlan,
} from '#routing';
import type { WireApi } from '#wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keyCallerOf } from '../../auth/caller.js';
import type { MemoryBudget, RequestMemory } from '../../ground/memory-budget.js';
import { rawBody, requireJsonMediaType } from '../../http/input/json.js';
import { memoryOf } from '../../http/server/raw-body.js';
import { answerFailure } from '../answers/answer-failure.js';
import { answerPlain } from '../answers/answer-plain.js';
import { answerStream } from '../answers/answer-stream.js';
import { askProviders } from '../attempts/attempts.js';
import type { Bodies } from '../bodies/bodies.js';
import { isLarge } from '../bodies/client-request.js';
import { AdmittedRequest } from '../exchange/admitted-request.js';
import type { BeyondBound } from '../exchange/beyond-bound.js';
import { ClientConnection } from '../exchange/client-connection.js';
import { Exchange } from '../exchange/exchange.js';
import { ChargeNotRecordedError, HoldLostError, type OpenRequests } from '../exchange/open-requests.js';
import { inClientsWords, type RecalledTurn } from '../history/recalled-turn.js';
import type { ResponseHistory } from '../history/response-history.js';
import type { Providers } from '../providers/providers.js';
import type { StoredIds } from '../stored/stored-ids.js';
import { httpFault, httpRefusal } from './refusals.js';

export interface InferenceDependencies {
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly bodies: Bodies;
  readonly clock: Clock;
  readonly requests: OpenRequests;
  readonly providers: Providers;
  readonly stored: StoredIds;
  readonly history: ResponseHistory;
  readonly cut: AbortSignal;
  readonly memory: MemoryBudget;
  readonly beyondBound: BeyondBound;
}

/**
 * One request, one way through, whichever route it came by: authenticate → look up what it refers to, if anything, and put what we keep ourselves in its place → plan the route → hold (durable) → ask the provider → meter (durable) → last byte.
 * docs/request-lifecycle.md draws it with every exit and its status.
 */
export class Inference {
  constructor(private readonly use: InferenceDependencies) {}

  /** What it holds of the memory goes back when it has ended, and its response too. */
  async answer(api: WireApi, incoming: FastifyRequest, reply: FastifyReply): Promise<void> {
    const memory = memoryOf(incoming, this.use.memory);
    memory.use();
    try {
      await this.exchange(api, incoming, reply, memory);
    } finally {
      memory.release();
    }
  }

  private async exchange(api: WireApi, incoming: FastifyRequest, reply: FastifyReply, memory: RequestMemory): Promise<void> {
    const { bodies, directory, history, providers, requests, stored } = this.use;
    const startedAt = performance.now();
    const caller = keyCallerOf(incoming);
    const { account, currency, customer } = caller.customer;
    requireJsonMediaType(incoming);
    const client = new ClientConnection(reply.raw);
    const reading = bodies.understood(api, rawBody(incoming), client);
    const sent = reading instanceof Promise ? await reading : reading;
    if (sent.kind === 'refusal') throw httpRefusal(sent);
    const resolved = resolveModel(directory, sent.model, caller.key.policy);
    if (isRefusal(resolved)) throw httpRefusal(resolved);
    const turn = api === 'responses' ? await history.recall(customer, sent, memory) : undefined;
    if (turn?.kind === 'refusal') throw httpRefusal(turn);
    const whole = turn?.request ?? sent;
    const request = isLarge(whole) ? await bodies.sayable(whole, resolved, providers) : whole;
    const refers = passesReferences(request, resolved, providers);
    const storedAt = refers ? await stored.whereStored(account, request.references) : NOTHING_STORED;
    if (isRefusal(storedAt)) throw httpRefusal(inClients(turn, storedAt));
    const plan = planRoute(request, resolved, currency, providers, storedAt, Math.random());
    if (plan.kind === 'refusal') throw httpRefusal(inClients(turn, plan));
    nameRoute(reply, plan);
    const exchange = new Exchange(incoming.id, caller, request, incoming.headers, client, reply, startedAt, memory, bodies);
    const admitted = await AdmittedRequest.admit(exchange, plan, this.use);
    if (isRefusal(admitted)) throw httpRefusal(admitted);
    exchange.admitted = admitted;
    if (turn) admitted.keeping = history.answerTo(turn, customer, bareIdOf(incoming.id));
    await requests.track(this.serve(exchange));
  }

  private async serve(exchange: Exchange): Promise<void> {
    const { admitted, client, reply } = exchange;
    try {
      const answered = await askProviders(exchange, this.use.providers);
      if (answered.kind === 'plain') return await answerPlain(exchange, answered);
      if (answered.kind === 'stream') return await answerStream(exchange, answered);
      const refusal = await answerFailure(exchange, answered);
      if (refusal) throw httpRefusal(refusal, refusal.headers);
    } catch (fault) {
      if (!admitted.hasEnded)
        await admitted.fail(endOfRequest({ kind: 'fault', reason: 'internal' }, { clientGone: client.gone, plan: admitted.plan }));
      if (!reply.raw.headersSent) void reply.header('x-tokenok-attempts', String(admitted.attempts.length));
      if (fault instanceof HoldLostError || fault instanceof ChargeNotRecordedError) throw httpFault(fault);
      if (!reply.raw.headersSent) throw fault;
      reply.raw.destroy();
    }
  }
}

/** A refusal of what a client said names its places as the client knows them. */
function inClients<Refused extends RequestRefusal>(turn: RecalledTurn | undefined, refusal: Refused): Refused {
  return turn ? inClientsWords(refusal, turn) : refusal;
}

/** Of a TypeID: an id without its prefix. */
const bareIdOf = (id: string): string => id.slice(id.indexOf('_') + 1);

/** For refusals: even an answer that no provider was asked for says where it would have gone. */
function nameRoute(reply: FastifyReply, { attempts: [first] }: RoutePlan): void {
  if (!first) return;
  void reply.headers({ 'x-tokenok-model': first.model, 'x-tokenok-provider': first.provider, 'x-tokenok-attempts': '0' });
}
