import { maySwitch, translationTarget, type AttemptFailure, type RouteStep } from '#routing';
import type { UpstreamRequestBody, WireRefusal } from '#wire';
import { bodyFor } from '../bodies/client-request.js';
import type { Exchange } from '../exchange/exchange.js';
import type { Providers } from '../providers/providers.js';
import { ask, lacksRoute } from './call.js';
import type { Answered, Unanswered } from './outcome.js';

type Asked = (outcome: Answered | Unanswered) => void;

/** Asks the planned providers in order until one answers. Falls back only while nothing has gone to the client. */
export function askProviders(exchange: Exchange, providers: Providers, asked: Asked): void {
  askFrom(exchange, 0, providers, asked);
}

function askFrom(exchange: Exchange, index: number, providers: Providers, asked: Asked): void {
  const { client, plan } = exchange;
  const step = plan.steps[index] as RouteStep;
  const { target, upstream } = step;
  // Also where its hold was waited for until nobody wanted the answer any more.
  if (client.gone || exchange.isCut) return asked({ kind: 'failed', target, upstream, failure: { fault: 'ABORTED' }, response: undefined });
  exchange.planned = index;
  attempt(exchange, step, providers, (outcome) => {
    if (outcome.kind !== 'failed') return asked(outcome);
    const isLast = index === plan.steps.length - 1;
    if (isLast || exchange.isCut || !(outcome.refusal || maySwitch(outcome.failure))) return asked(outcome);
    askFrom(exchange, index + 1, providers, asked);
  });
}

/** A provider that has no such route, as far as its protocol goes, is asked by the next best of its routes, and remembered as what it is. */
function attempt(exchange: Exchange, step: RouteStep, providers: Providers, asked: Asked): void {
  askBy(exchange, step, providers, (outcome) => {
    if (outcome.kind !== 'failed' || !lacksRoute(outcome, exchange.request) || exchange.client.gone || exchange.isCut)
      return asked(outcome);
    const { provider } = step.target;
    const beside = providers.upstreamBeside(exchange.api, provider, step.upstream);
    if (beside === undefined) return asked(outcome);
    askBy(exchange, { ...step, upstream: beside }, providers, (second) => {
      const isUnsaid = second.kind === 'failed' && second.refusal;
      // Where the other route is not found either, the answer was not about routes.
      if (second.kind !== 'failed' || isUnsaid || !isNotFound(second.failure)) providers.noteMissing(provider, step.upstream);
      asked(isUnsaid ? { ...outcome, refusal: isUnsaid } : second);
    });
  });
}

const isNotFound = (failure: AttemptFailure): boolean => 'status' in failure && (failure.status === 404 || failure.status === 405);

/** One call by one route; a body that cannot be said there, or not to this model, fails without one. */
function askBy(exchange: Exchange, step: RouteStep, providers: Providers, asked: Asked): void {
  const written = bodyFor(exchange.request, step.upstream, translationTarget(step, exchange.outputLimit.tokens));
  const send = (body: UpstreamRequestBody | WireRefusal): void => {
    if (body.kind !== 'refusal') return ask(exchange, step, body, providers, asked);
    const { target, upstream } = step;
    // Whether a planned route can say it was asked when it was planned; whether its model takes it is known now.
    asked({ kind: 'failed', target, upstream, failure: { status: 404 }, response: undefined, refusal: body });
  };
  if (written instanceof Promise) exchange.after(written, send);
  else send(written);
}
