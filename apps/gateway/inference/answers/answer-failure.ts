import { HttpRefusal } from '../../http/refusal.js';
import { errorBody, errorForClient, readErrorBody, type WireRefusal, type WireRequest } from '#wire';
import type { FastifyReply } from 'fastify';
import type { AdmittedRequest } from '../exchange/admitted-request.js';
import { answerHeaders } from './answer-headers.js';
import type { Unanswered } from '../attempts/attempts.js';
import type { ClientConnection } from '../exchange/client-connection.js';

/** The caller's own mistakes: the provider's words help, so they pass as they are. */
const CALLERS_FAULT: ReadonlySet<number> = new Set([400, 405, 413, 415, 422]);
const TIMEOUTS: ReadonlySet<string> = new Set(['CONNECT_TIMEOUT', 'HEADERS_TIMEOUT', 'BODY_TIMEOUT', 'DEADLINE']);
/** The provider may have worked, and bill us, though no usage reached us. */
const MAY_COST: ReadonlySet<string> = new Set([
  'HEADERS_TIMEOUT',
  'BODY_TIMEOUT',
  'UPSTREAM_CUT',
  'UPSTREAM_CLOSED',
  'BAD_RESPONSE',
  'BODY_TOO_LARGE',
  'DEADLINE',
  'ABORTED',
]);

/** No provider answered: the hold goes back first, then the client is told in its own protocol. */
export async function answerFailure(
  admitted: AdmittedRequest,
  request: WireRequest,
  unanswered: Unanswered,
  client: ClientConnection,
  reply: FastifyReply,
): Promise<void> {
  const { failure, target, reported, refusal } = unanswered;
  const reason = client.gone ? 'client_gone' : 'status' in failure ? `status_${failure.status}` : failure.fault.toLowerCase();
  await admitted.fail(reason, client.gone ? 'cancelled' : 'failed', 'fault' in failure && MAY_COST.has(failure.fault));
  const headers = answerHeaders(admitted, request, unanswered);
  if (refusal) throw unsayable(refusal, headers);
  const status = 'status' in failure ? failure.status : reported?.status;
  if (status !== undefined && CALLERS_FAULT.has(status)) {
    const body = callersFault(request, unanswered, status, admitted.id);
    if (body !== undefined) {
      reply.hijack();
      reply.raw.writeHead(status, { ...headers, 'content-type': 'application/json' });
      reply.raw.end(body);
      return;
    }
  }
  if (admitted.isLost) throw new HttpRefusal('HOLD_LOST', { headers });
  if (admitted.cut.aborted) throw new HttpRefusal('SHUTTING_DOWN', { headers });
  if (status === 429) throw new HttpRefusal('RATE_LIMITED', { headers, message: `${target.provider} limits its rate` });
  if (status === 503 || status === 529)
    throw new HttpRefusal('UPSTREAM_OVERLOADED', { headers, message: `${target.provider} is overloaded` });
  if ('fault' in failure) {
    const code = TIMEOUTS.has(failure.fault) ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_FAILED';
    throw new HttpRefusal(code, { headers, message: `${target.provider} did not answer (${failure.fault.toLowerCase()})` });
  }
  throw new HttpRefusal('UPSTREAM_FAILED', { headers, message: `${target.provider} answered with status ${failure.status}` });
}

/** Its bytes where the client speaks its dialect, else its words. Undefined: it said nothing that a client could read. */
function callersFault(request: WireRequest, { response, upstream, reported }: Unanswered, status: number, requestId: string) {
  if (reported) return errorBody(request.api, reported, requestId);
  if (response?.kind !== 'plain' || !isJson(response.body)) return undefined;
  return request.api === upstream ? response.body : translated(request, response.body, status, requestId);
}

/** The provider lacks the route that the client asked for, and its other one cannot say this. */
function unsayable({ param, message }: WireRefusal, headers: Record<string, string>): HttpRefusal {
  return new HttpRefusal('UNSUPPORTED_PARAMETER', { headers, message, ...(param === null ? {} : { field: param }) });
}

/** The provider's words help whoever made the mistake; around them stands what the client's dialect has. */
function translated({ api }: WireRequest, body: Buffer, status: number, requestId: string): string {
  const error = readErrorBody(body) ?? { message: `The provider answered with status ${status}`, type: null, code: null, param: null };
  return errorBody(api, errorForClient(error, status), requestId);
}

function isJson(body: Buffer): boolean {
  try {
    return typeof JSON.parse(body.toString('utf8')) === 'object';
  } catch {
    return false;
  }
}
