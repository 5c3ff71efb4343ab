import { endOfRequest, refuse, type AttemptFault, type RequestRefusal } from '#routing';
import {
  errorBody,
  errorForClient,
  failureBody,
  LARGE_BYTES,
  readErrorBody,
  retryAfterIn,
  type UpstreamError,
  type WireError,
} from '#wire';
import type { Unanswered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';
import { retryHeaders } from '../../http/errors/error-dialects.js';
import type { PlainResponse } from '../upstream/index.js';
import { answerHeaders } from './answer-headers.js';

type FailureCode =
  'HOLD_LOST' | 'RATE_LIMITED' | 'SHUTTING_DOWN' | 'UNSUPPORTED_PARAMETER' | 'UPSTREAM_FAILED' | 'UPSTREAM_OVERLOADED' | 'UPSTREAM_TIMEOUT';

/** Why a request that was admitted has no answer; the headers say of it what an answer's would. */
export type FailureRefusal = RequestRefusal<FailureCode> & { readonly headers: Readonly<Record<string, string>> };

/** The caller's own mistakes: the provider's words help, so they pass in the caller's dialect. */
const CALLERS_FAULT: ReadonlySet<number> = new Set([400, 405, 413, 415, 422]);
/** About our credential and our account there: its words are not for the caller. */
const OURS: ReadonlySet<number> = new Set([401, 402, 403, 407]);
const OF_ACCOUNT = /insufficient_quota|insufficient_balance|billing|account_deactivated|invalid_api_key|credit/i;
const TIMEOUTS: ReadonlySet<string> = new Set(['CONNECT_TIMEOUT', 'HEADERS_TIMEOUT', 'BODY_TIMEOUT', 'DEADLINE']);
/** No provider answered: the hold goes back first, then the client is told in its own protocol, here or with the refusal. */
export async function answerFailure(exchange: Exchange, unanswered: Unanswered): Promise<FailureRefusal | undefined> {
  const { client, plan, response } = exchange;
  const { refusal } = unanswered;
  await exchange.fail(endOfRequest(unanswered, { clientGone: client.gone, plan }));
  const headers = answerHeaders(exchange, unanswered);
  // The provider lacks the route that the client asked for, and its other one cannot say this.
  if (refusal) return { ...refuse('UNSUPPORTED_PARAMETER', refusal.param ?? undefined, refusal.message), headers };
  const told = await wordsOf(exchange, unanswered);
  const waits = told?.retryAfter === undefined || 'retry-after' in headers ? headers : { ...headers, 'retry-after': told.retryAfter };
  const callers = told && callersFault(exchange, unanswered, told);
  if (!callers) return { ...whyUnanswered(exchange, unanswered, told), headers: waits };
  response.writeHead(callers.status, { ...retryHeaders(callers.status), ...waits, 'content-type': 'application/json' }).end(callers.body);
  return undefined;
}

/** What the provider said of its failure, without what names us. */
interface Told {
  readonly status: number;
  readonly body: Buffer | undefined;
  readonly error: WireError | undefined;
  readonly clean?: (error: UpstreamError) => UpstreamError;
  /** Seconds. */
  readonly retryAfter: string | undefined;
}

async function wordsOf({ bodies }: Exchange, { failure, response, reported }: Unanswered): Promise<Told | undefined> {
  if (reported) return { status: reported.status, body: undefined, error: reported, retryAfter: undefined };
  if (!('status' in failure)) return undefined;
  const { status } = failure;
  const body = isRead(response) ? await bodies.cleaned(response.body, response.ours, { framed: false }) : undefined;
  const said = body && readErrorBody(body);
  const clean = (error: UpstreamError): UpstreamError => response?.ours.error(error) ?? error;
  const words = said && clean(said);
  const error = words && !isOfAccount(status, words) ? errorForClient(words, status) : undefined;
  return { status, body, error, clean, retryAfter: body && retryAfterIn(body) };
}

const isRead = (response: Unanswered['response']): response is PlainResponse =>
  response?.kind === 'plain' && response.body.length > 0 && response.body.length <= LARGE_BYTES;

const isOfAccount = (status: number, { type, code }: UpstreamError): boolean =>
  OURS.has(status) || (!CALLERS_FAULT.has(status) && OF_ACCOUNT.test(`${type} ${code}`));

/** Its bytes where they are of the client's dialect and shape, else its words. Undefined: it is no fault of the caller. */
function callersFault({ id, request }: Exchange, { upstream }: Unanswered, { status, body, error, clean }: Told) {
  if (error?.tooLong && !CALLERS_FAULT.has(status)) return { status: error.status, body: errorBody(request.api, error, id) };
  if (!CALLERS_FAULT.has(status)) return undefined;
  if (body === undefined && error) return { status, body: errorBody(request.api, error, id) };
  const failed = { upstream, status, bytes: body ?? NOTHING, ...(clean && { clean }) };
  return { status, body: failureBody(request.api, failed, id) };
}

const NOTHING = Buffer.alloc(0);

function whyUnanswered(exchange: Exchange, { failure, target }: Unanswered, told: Told | undefined): RequestRefusal<FailureCode> {
  if (exchange.isLost) return refuse('HOLD_LOST');
  if (exchange.isCut) return refuse('SHUTTING_DOWN');
  const { provider } = target;
  const words = told?.error ? `: ${told.error.message}` : '';
  if (told?.status === 429) return refuse('RATE_LIMITED', undefined, `${provider} limits its rate${words}`);
  if (told?.status === 503 || told?.status === 529) return refuse('UPSTREAM_OVERLOADED', undefined, `${provider} is overloaded${words}`);
  if ('status' in failure) return refuse('UPSTREAM_FAILED', undefined, `${provider} answered with status ${failure.status}${words}`);
  if (told) return refuse('UPSTREAM_FAILED', undefined, `${provider} answered with an error${words}`);
  const code = TIMEOUTS.has(failure.fault) ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_FAILED';
  return refuse(code, undefined, `${provider} ${failedHow(failure.fault)} (${failure.fault.toLowerCase()})`);
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
