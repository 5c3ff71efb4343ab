import { HttpRefusal } from '../http/refusal.js';
import { errorBody, errorForClient, readErrorBody, type WireRequest } from '#wire';
import type { FastifyReply } from 'fastify';
import type { AdmittedRequest } from './admitted-request.js';
import { answerHeaders } from './answer-headers.js';
import type { Unanswered } from './attempts.js';
import type { ClientConnection } from './client-connection.js';

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
  const { failure, response, target, upstream } = unanswered;
  const reason = client.gone ? 'client_gone' : 'status' in failure ? `status_${failure.status}` : failure.fault.toLowerCase();
  await admitted.fail(reason, client.gone ? 'cancelled' : 'failed', 'fault' in failure && MAY_COST.has(failure.fault));
  const headers = answerHeaders(admitted, request, unanswered);
  if ('status' in failure && CALLERS_FAULT.has(failure.status) && response && isJson(response.body)) {
    reply.hijack();
    reply.raw.writeHead(failure.status, { ...headers, 'content-type': 'application/json' });
    reply.raw.end(request.api === upstream ? response.body : translated(request, response.body, failure.status, admitted.id));
    return;
  }
  if (admitted.isLost) throw new HttpRefusal('HOLD_LOST', { headers });
  if (admitted.cut.aborted) throw new HttpRefusal('SHUTTING_DOWN', { headers });
  if ('fault' in failure) {
    const code = TIMEOUTS.has(failure.fault) ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_FAILED';
    throw new HttpRefusal(code, { headers, message: `${target.provider} did not answer (${failure.fault.toLowerCase()})` });
  }
  if (failure.status === 429) {
    const wait = headers['retry-after'];
    const retry = wait === undefined ? {} : { retryAfterSeconds: Number(wait) };
    throw new HttpRefusal('RATE_LIMITED', { headers, ...retry, message: `${target.provider} limits its rate` });
  }
  throw new HttpRefusal('UPSTREAM_FAILED', { headers, message: `${target.provider} answered with status ${failure.status}` });
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
