import { endOfRequest, refuse, type AttemptFault, type RequestRefusal } from '#routing';
import { errorBody, errorForClient, LARGE_BYTES, readErrorBody, type WireRequest } from '#wire';
import type { Unanswered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';
import { retryHeaders } from '../../http/errors/error-dialects.js';
import { isJson } from '../upstream/index.js';
import { answerHeaders } from './answer-headers.js';

type FailureCode =
  'HOLD_LOST' | 'RATE_LIMITED' | 'SHUTTING_DOWN' | 'UNSUPPORTED_PARAMETER' | 'UPSTREAM_FAILED' | 'UPSTREAM_OVERLOADED' | 'UPSTREAM_TIMEOUT';

/** Why a request that was admitted has no answer; the headers say of it what an answer's would. */
export type FailureRefusal = RequestRefusal<FailureCode> & { readonly headers: Readonly<Record<string, string>> };

/** The caller's own mistakes: the provider's words help, so they pass as they are. */
const CALLERS_FAULT: ReadonlySet<number> = new Set([400, 405, 413, 415, 422]);
const TIMEOUTS: ReadonlySet<string> = new Set(['CONNECT_TIMEOUT', 'HEADERS_TIMEOUT', 'BODY_TIMEOUT', 'DEADLINE']);
/** No provider answered: the hold goes back first, then the client is told in its own protocol, here or with the refusal. */
export async function answerFailure(exchange: Exchange, unanswered: Unanswered): Promise<FailureRefusal | undefined> {
  const { client, plan, response } = exchange;
  const { failure, reported, refusal } = unanswered;
  await exchange.fail(endOfRequest(unanswered, { clientGone: client.gone, plan }));
  const headers = answerHeaders(exchange, unanswered);
  // The provider lacks the route that the client asked for, and its other one cannot say this.
  if (refusal) return { ...refuse('UNSUPPORTED_PARAMETER', refusal.param ?? undefined, refusal.message), headers };
  const status = 'status' in failure ? failure.status : reported?.status;
  const body = status !== undefined && CALLERS_FAULT.has(status) ? await callersFault(exchange, unanswered, status) : undefined;
  if (status === undefined || body === undefined) return { ...whyUnanswered(exchange, unanswered, status), headers };
  response.writeHead(status, { ...retryHeaders(status), ...headers, 'content-type': 'application/json' }).end(body);
  return undefined;
}

function whyUnanswered(
  exchange: Exchange,
  { failure, reported, target }: Unanswered,
  status: number | undefined,
): RequestRefusal<FailureCode> {
  if (exchange.isLost) return refuse('HOLD_LOST');
  if (exchange.isCut) return refuse('SHUTTING_DOWN');
  const { provider } = target;
  if (status === 429) return refuse('RATE_LIMITED', undefined, `${provider} limits its rate`);
  if (status === 503 || status === 529) return refuse('UPSTREAM_OVERLOADED', undefined, `${provider} is overloaded`);
  if (reported) return refuse('UPSTREAM_FAILED', undefined, `${provider} answered with an error: ${reported.message}`);
  if ('fault' in failure) {
    const code = TIMEOUTS.has(failure.fault) ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_FAILED';
    return refuse(code, undefined, `${provider} ${failedHow(failure.fault)} (${failure.fault.toLowerCase()})`);
  }
  return refuse('UPSTREAM_FAILED', undefined, `${provider} answered with status ${failure.status}`);
}

/** A provider that said something has answered, whatever came of it. */
const HAS_ANSWERED: Readonly<Partial<Record<AttemptFault, string>>> = {
  BAD_RESPONSE: 'answered with something that is no answer to this',
  BODY_TIMEOUT: 'fell silent within its answer',
  BODY_TOO_LARGE: 'sent far more than was asked for',
  DEADLINE: 'had not answered in full when the time for a request was over',
  UPSTREAM_CUT: 'broke off within its answer',
};
const failedHow = (fault: AttemptFault): string => HAS_ANSWERED[fault] ?? 'did not answer';

/** Its bytes where the client speaks its dialect, else its words, both without what names us. Undefined: it said nothing that a client could read. */
async function callersFault({ id, request, bodies }: Exchange, { response, upstream, reported }: Unanswered, status: number) {
  if (reported) return errorBody(request.api, reported, id);
  if (response?.kind !== 'plain' || response.body.length > LARGE_BYTES || !isJson(response.body)) return undefined;
  const body = await bodies.cleaned(response.body, response.ours, { framed: false });
  return request.api === upstream ? body : translated(request, body, status, id);
}

/** The provider's words help whoever made the mistake; around them stands what the client's dialect has. */
function translated({ api }: WireRequest, body: Buffer, status: number, requestId: string): string {
  const error = readErrorBody(body) ?? { message: `The provider answered with status ${status}`, type: null, code: null, param: null };
  return errorBody(api, errorForClient(error, status), requestId);
}
