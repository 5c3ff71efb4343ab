import { maySwitch, translationTarget, type AttemptFailure, type RouteStep } from '#routing';
import type { UpstreamRequestBody, WireRefusal } from '#wire';
import { bodyFor, type ClientRequest } from '../bodies/client-request.js';
import type { AdmittedRequest } from '../exchange/admitted-request.js';
import type { Exchange } from '../exchange/exchange.js';
import type { Providers } from '../providers/providers.js';
import { ask, lacksRoute } from './ask.js';
import type { Answered, Unanswered } from './outcome.js';

/** Asks the planned providers in order until one answers. Falls back only while nothing has gone to the client. */
export async function askProviders(exchange: Exchange, providers: Providers): Promise<Answered | Unanswered> {
  const { admitted, client } = exchange;
  const { steps } = admitted.plan;
  for (let index = 0; ; index += 1) {
    const step = steps[index] as RouteStep;
    const { target, upstream } = step;
    // Also where its hold was waited for until nobody wanted the answer any more.
    if (client.gone || admitted.cut.aborted)
      return { kind: 'failed', target, upstream, failure: { fault: 'ABORTED' }, response: undefined };
    admitted.planned = index;
    const outcome = await attempt(exchange, step, providers);
    if (outcome.kind !== 'failed') return outcome;
    const isLast = index === steps.length - 1;
    if (isLast || admitted.cut.aborted || !(outcome.refusal || maySwitch(outcome.failure))) return outcome;
  }
}

/** A provider that has no such route, as far as its protocol goes, is asked by the next best of its routes, and remembered as what it is. */
async function attempt(exchange: Exchange, step: RouteStep, providers: Providers): Promise<Answered | Unanswered> {
  const { admitted, client, request } = exchange;
  const planned = plannedBody(step, admitted, request);
  const outcome = await ask(exchange, step, planned instanceof Promise ? await planned : planned, providers);
  const { target, upstream } = step;
  if (outcome.kind !== 'failed' || !lacksRoute(outcome, request) || client.gone || admitted.cut.aborted) return outcome;
  const beside = providers.upstreamBeside(request.api, target.provider, upstream);
  if (beside === undefined) return outcome;
  const other = { ...step, upstream: beside };
  const written = await bodyFor(request, beside, translationTarget(other, admitted.outputLimit.tokens));
  const second = written.kind === 'refusal' ? { ...outcome, refusal: written } : await ask(exchange, other, written, providers);
  // Where the other route is not found either, the answer was not about routes.
  if (second.kind !== 'failed' || second.refusal || !isNotFound(second.failure)) providers.noteMissing(target.provider, upstream);
  return second;
}

const isNotFound = (failure: AttemptFailure): boolean => 'status' in failure && (failure.status === 404 || failure.status === 405);

/** Whether it can be said in the provider's protocol was asked when the route was planned; a lower limit changes nothing of that. */
function plannedBody(
  step: RouteStep,
  { outputLimit }: AdmittedRequest,
  request: ClientRequest,
): UpstreamRequestBody | Promise<UpstreamRequestBody> {
  const written = bodyFor(request, step.upstream, translationTarget(step, outputLimit.tokens));
  return written instanceof Promise ? written.then(asPlanned) : asPlanned(written);
}

function asPlanned(written: UpstreamRequestBody | WireRefusal): UpstreamRequestBody {
  if (written.kind === 'refusal') throw new TypeError(`A planned translation was refused: ${written.message}`);
  return written;
}
