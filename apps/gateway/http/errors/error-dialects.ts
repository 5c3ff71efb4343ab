import { ERROR_CATALOGUE, wireCode } from './error-catalogue.js';
import { meantPath } from './meant-path.js';
import type { HttpRefusal } from './refusal.js';

/** Which error shape the client at this path can read. */
export type ErrorDialect = 'openai' | 'anthropic' | 'problem';

const V1 = /^\/v1(?:[/?#]|$)/;
const OF_ANTHROPIC = /^\/v1\/messages(?:[/?#]|$)/;
const OF_OPENAI = /^\/v1\/(?:chat\/completions|completions|responses|embeddings)(?:[/?#]|$)/;

/**
 * By route, not by outcome: unknown paths and broken bodies under `/v1` speak the SDK's language too. Only a path that both APIs have (`/v1/models…`)
 * or neither goes by the header that Anthropic's SDK sends. A path under a wrong base URL speaks as the one that was meant.
 */
export function dialectOf(url: string, headers: Readonly<Record<string, unknown>>): ErrorDialect {
  const path = meantPath(url) ?? url;
  if (!V1.test(path)) return 'problem';
  if (OF_ANTHROPIC.test(path)) return 'anthropic';
  if (OF_OPENAI.test(path)) return 'openai';
  return headers['anthropic-version'] === undefined ? 'openai' : 'anthropic';
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Pure: the whole answer to a refusal, ready to be sent over Fastify, a hijacked reply or a bare socket. */
export function errorAnswer(refusal: HttpRefusal, dialect: ErrorDialect, requestId: string): ErrorAnswer {
  const headers: Record<string, string> = {
    'content-type': dialect === 'problem' ? 'application/problem+json' : 'application/json',
    'x-request-id': requestId,
    ...(dialect === 'problem' ? {} : retryHeaders(refusal.status)),
    ...refusal.headers,
  };
  // RFC 9110, 11.6.1: a 401 says how to authenticate.
  if (refusal.status === 401) headers['www-authenticate'] = 'Bearer';
  if (dialect === 'anthropic') headers['request-id'] = requestId;
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.min(60, Math.ceil(refusal.retryAfterSeconds)));
  return { status: statusIn(dialect, refusal), headers, body: JSON.stringify(errorBody(refusal, dialect, requestId)) };
}

/** Among the refusals for what was asked: these alone may end otherwise when the same is asked again. */
const WORTH_TRYING_AGAIN: ReadonlySet<number> = new Set([408, 409, 425, 429]);
const NEVER_SPOKEN: ReadonlySet<number> = new Set([501, 505]);

/** What SDKs and agents go by, whatever else they make of a status: trying again cannot mend it. */
export function retryHeaders(status: number): Readonly<Record<string, string>> {
  const isFinal = status < 500 ? !WORTH_TRYING_AGAIN.has(status) : NEVER_SPOKEN.has(status);
  return isFinal ? { 'x-should-retry': 'false' } : {};
}

function statusIn(dialect: ErrorDialect, { code }: HttpRefusal): number {
  const { status, anthropicStatus = status } = ERROR_CATALOGUE[code];
  return dialect === 'anthropic' ? anthropicStatus : status;
}

/** The body alone: what also stands in an error frame of a stream that has begun. */
export function errorBody(refusal: HttpRefusal, dialect: ErrorDialect, requestId: string): object {
  switch (dialect) {
    case 'openai':
      return openaiError(refusal);
    case 'anthropic':
      return anthropicError(refusal, requestId);
    case 'problem':
      return problem(refusal, requestId);
  }
}

/** https://platform.openai.com/docs/guides/error-codes: `param` names the field. */
function openaiError(refusal: HttpRefusal): object {
  const { type, code } = ERROR_CATALOGUE[refusal.code].openai;
  return { error: { message: refusal.message, type, param: refusal.field ?? null, code } };
}

/** https://docs.anthropic.com/en/api/errors: there is no place for the field but the message. */
function anthropicError(refusal: HttpRefusal, requestId: string): object {
  const isNamed = refusal.field === undefined || refusal.message.includes(refusal.field);
  const message = isNamed ? refusal.message : `${refusal.field}: ${refusal.message}`;
  const details = refusal.errorCode === undefined ? {} : { details: { error_code: refusal.errorCode } };
  return { type: 'error', error: { type: ERROR_CATALOGUE[refusal.code].anthropic, message, ...details }, request_id: requestId };
}

/** RFC 9457 with the extensions `code`, `field`, `errors` and `request_id`. */
function problem(refusal: HttpRefusal, requestId: string): object {
  const code = wireCode(refusal.code);
  return {
    type: `urn:tokenok:error:${code}`,
    title: ERROR_CATALOGUE[refusal.code].title,
    status: refusal.status,
    code,
    detail: refusal.message,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(refusal.errors.length > 1 ? { errors: refusal.errors } : {}),
    request_id: requestId,
  };
}
