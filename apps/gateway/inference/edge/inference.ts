import type { ResolvedModel } from '#catalog';
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
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HotRoute } from '../../http/server/hot-request.js';
import { answerFailure } from '../answers/answer-failure.js';
import { answerPlain } from '../answers/answer-plain.js';
import { answerStream } from '../answers/answer-stream.js';
import { askProviders } from '../attempts/attempts.js';
import type { Answered, Unanswered } from '../attempts/outcome.js';
import type { BodyRefusal } from '../bodies/bodies.js';
import { isLarge, type ClientRequest } from '../bodies/client-request.js';
import { Exchange, type ExchangeDependencies, type ExchangeRoom } from '../exchange/exchange.js';
import { admit } from '../exchange/hold.js';
import { ChargeNotRecordedError, HoldLostError } from '../exchange/open-requests.js';
import { inClientsWords, type RecalledTurn } from '../history/recalled-turn.js';
import type { ResponseHistory } from '../history/response-history.js';
import type { Providers } from '../providers/providers.js';
import { httpFault, httpRefusal } from './refusals.js';

export interface InferenceDependencies extends ExchangeDependencies {
  readonly directory: Directory;
  readonly providers: Providers;
  readonly history: ResponseHistory;
}

/**
 * One request, one way through, whichever route it came by: authenticate → look up what it refers to, if anything, and put what we keep ourselves in its place → plan the route → hold (durable) → ask the provider → meter (durable) → last byte.
 * Each step is told when the one before it is done; what nearly no request needs is awaited beside that. docs/request-lifecycle.md draws it with every state, exit and status.
 */
export class Inference implements ExchangeRoom {
  constructor(readonly use: InferenceDependencies) {}

  /** A request of one of the routes has arrived. */
  take(api: WireApi, route: HotRoute, raw: IncomingMessage, response: ServerResponse): Exchange {
    return new Exchange(api, this, route, raw, response);
  }

  understand(exchange: Exchange, body: Buffer): void {
    const reading = this.use.bodies.understood(exchange.api, body, exchange.client);
    if (reading instanceof Promise) exchange.after(reading, (sent) => this.understood(exchange, sent));
    else this.understood(exchange, reading);
  }

  private understood(exchange: Exchange, sent: ClientRequest | BodyRefusal): void {
    if (sent.kind === 'refusal') throw httpRefusal(sent);
    const { directory, providers } = this.use;
    const resolved = resolveModel(directory, sent.model, exchange.caller.key.policy);
    if (isRefusal(resolved)) throw httpRefusal(resolved);
    exchange.request = sent;
    const namesNothing = exchange.api !== 'responses' && !isLarge(sent) && !passesReferences(sent, resolved, providers);
    if (namesNothing) this.planned(exchange, planOf(exchange, resolved, providers));
    else exchange.after(this.lookedUp(exchange, sent, resolved), (plan) => this.planned(exchange, plan));
  }

  /** With what it names in its place, and what of that stands at which provider. */
  private async lookedUp(exchange: Exchange, sent: ClientRequest, resolved: ResolvedModel): Promise<RoutePlan> {
    const { bodies, history, providers, stored } = this.use;
    const { account, customer } = exchange.caller.customer;
    const turn = exchange.api === 'responses' ? await history.recall(customer, sent, exchange.memory) : undefined;
    if (turn?.kind === 'refusal') throw httpRefusal(turn);
    const whole = turn?.request ?? sent;
    const request = isLarge(whole) ? await bodies.sayable(whole, resolved, providers) : whole;
    const refers = passesReferences(request, resolved, providers);
    const storedAt = refers ? await stored.whereStored(account, request.references) : NOTHING_STORED;
    if (isRefusal(storedAt)) throw httpRefusal(inClients(turn, storedAt));
    exchange.request = request;
    if (turn) exchange.keeping = history.answerTo(turn, customer, bareIdOf(exchange.id));
    return planOf(exchange, resolved, providers, storedAt, turn);
  }

  private planned(exchange: Exchange, plan: RoutePlan): void {
    exchange.plan = plan;
    admit(exchange, this, (refusal) => {
      if (refusal) throw httpRefusal(refusal);
      askProviders(exchange, this.use.providers, (outcome) => this.asked(exchange, outcome));
    });
  }

  private asked(exchange: Exchange, outcome: Answered | Unanswered): void {
    switch (outcome.kind) {
      case 'plain':
        return answerPlain(exchange, outcome);
      case 'stream':
        return answerStream(exchange, outcome);
      case 'failed':
        return exchange.after(answerFailure(exchange, outcome), (refusal) => {
          if (refusal) throw httpRefusal(refusal, refusal.headers);
          exchange.over();
        });
      // no default: a new outcome must break the build
    }
  }

  /** Whatever a step throws: a hold that stands goes back first, and the client is told behind that. */
  faulted(exchange: Exchange, fault: unknown): void {
    if (!exchange.isHeld) return this.refuse(exchange, fault);
    const { client, plan } = exchange;
    exchange.fail(endOfRequest({ kind: 'fault', reason: 'internal' }, { clientGone: client.gone, plan })).then(
      () => this.refuse(exchange, fault),
      (unsettled: unknown) => this.refuse(exchange, unsettled),
    );
  }

  private refuse(exchange: Exchange, fault: unknown): void {
    exchange.refuse(fault instanceof HoldLostError || fault instanceof ChargeNotRecordedError ? httpFault(fault) : fault);
  }
}

function planOf(
  { request, caller }: Exchange,
  resolved: ResolvedModel,
  providers: Providers,
  storedAt = NOTHING_STORED,
  turn?: RecalledTurn,
): RoutePlan {
  const plan = planRoute(request, resolved, caller.customer.currency, providers, storedAt, Math.random());
  if (plan.kind === 'refusal') throw httpRefusal(inClients(turn, plan));
  return plan;
}

/** A refusal of what a client said names its places as the client knows them. */
function inClients<Refused extends RequestRefusal>(turn: RecalledTurn | undefined, refusal: Refused): Refused {
  return turn ? inClientsWords(refusal, turn) : refusal;
}

/** Of a TypeID: an id without its prefix. */
const bareIdOf = (id: string): string => id.slice(id.indexOf('_') + 1);
