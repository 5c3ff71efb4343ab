import { ERROR_CATALOGUE, wireCode } from './error-catalogue.js';
import type { Language } from './language.js';
import { meantPath } from './meant-path.js';
import type { FieldError, HttpRefusal } from './refusal.js';
import { titleIn, translated } from './translated.js';

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
export function errorAnswer(refusal: HttpRefusal, dialect: ErrorDialect, requestId: string, language: Language = 'en'): ErrorAnswer {
  const headers: Record<string, string> = {
    'content-type': dialect === 'problem' ? 'application/problem+json' : 'application/json',
    'content-language': language,
    vary: 'Accept-Language',
    'x-request-id': requestId,
    ...(dialect === 'problem' ? {} : retryHeaders(refusal.status)),
    ...refusal.headers,
  };
  // RFC 9110, 11.6.1: a 401 says how to authenticate.
  if (refusal.status === 401) headers['www-authenticate'] = 'Bearer';
  if (dialect === 'anthropic') headers['request-id'] = requestId;
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.min(60, Math.ceil(refusal.retryAfterSeconds)));
  return { status: statusIn(dialect, refusal), headers, body: JSON.stringify(errorBody(refusal, dialect, requestId, language)) };
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
export function errorBody(refusal: HttpRefusal, dialect: ErrorDialect, requestId: string, language: Language = 'en'): object {
  const message = language === 'en' ? refusal.message : translated(refusal, language);
  switch (dialect) {
    case 'openai':
      return openaiError(refusal, message);
    case 'anthropic':
      return anthropicError(refusal, message, requestId);
    case 'problem':
      return problem(refusal, message, requestId, language);
  }
}

/** https://platform.openai.com/docs/guides/error-codes: `param` names the field. */
function openaiError(refusal: HttpRefusal, message: string): object {
  const { type, code } = ERROR_CATALOGUE[refusal.code].openai;
  return { error: { message, type, param: refusal.field ?? null, code } };
}

/** https://docs.anthropic.com/en/api/errors: there is no place for the field but the message. */
function anthropicError(refusal: HttpRefusal, said: string, requestId: string): object {
  const isNamed = refusal.field === undefined || said.includes(refusal.field);
  const message = isNamed ? said : `${refusal.field}: ${said}`;
  const details = refusal.errorCode === undefined ? {} : { details: { error_code: refusal.errorCode } };
  return { type: 'error', error: { type: ERROR_CATALOGUE[refusal.code].anthropic, message, ...details }, request_id: requestId };
}

/** RFC 9457 with the extensions `code`, `field`, `errors` and `request_id`. */
function problem(refusal: HttpRefusal, detail: string, requestId: string, language: Language): object {
  const code = wireCode(refusal.code);
  const errors = language === 'en' ? refusal.errors : refusal.errors.map((each) => inLanguage(refusal, each, language));
  return {
    type: `urn:tokenok:error:${code}`,
    title: language === 'en' ? ERROR_CATALOGUE[refusal.code].title : titleIn(language, refusal.code),
    status: refusal.status,
    code,
    detail,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(errors.length > 1 ? { errors } : {}),
    request_id: requestId,
  };
}

const inLanguage = ({ code }: HttpRefusal, { field, message }: FieldError, language: Exclude<Language, 'en'>): FieldError => ({
  field,
  message: translated({ code, field, message }, language),
});
