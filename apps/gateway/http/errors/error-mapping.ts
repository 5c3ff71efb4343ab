import { HttpException } from '@nestjs/common';
import { faultCode, faultMessage } from '#process';
import { isErrorCode, type ErrorCode } from './error-catalogue.js';
import { HttpRefusal, type RefusalDetails } from './refusal.js';

/** Faults of our stores and of Fastify, by their `code`. What is not listed is INTERNAL: its text may tell too much. */
const FAULTS: Readonly<Record<string, ErrorCode>> = {
  UNAVAILABLE: 'STORE_UNAVAILABLE',
  AMBIGUOUS: 'STORE_UNAVAILABLE',
  READ_MODEL_UNAVAILABLE: 'STORE_UNAVAILABLE',
  READ_MODEL_DAMAGED: 'STORE_UNAVAILABLE',
  VAULT_UNAVAILABLE: 'STORE_UNAVAILABLE',
  VAULT_INCOMPLETE: 'STORE_UNAVAILABLE',
  RESPONSES_UNAVAILABLE: 'STORE_UNAVAILABLE',
  FAILURES_UNAVAILABLE: 'STORE_UNAVAILABLE',
  FST_ERR_BAD_URL: 'INVALID_REQUEST',
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INVALID_REQUEST',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
};

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'REQUEST_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'STORE_UNAVAILABLE',
};

/** Whatever was thrown as a refusal of the catalogue; messages of unknown faults stay with us. */
export function refusalOf(error: unknown): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  const original = error instanceof HttpException && error.cause !== undefined ? error.cause : error;
  const fault = faultCode(original);
  const mapped = fault === undefined ? undefined : FAULTS[fault];
  if (mapped !== undefined) return new HttpRefusal(mapped, { cause: error, ...ownWords(mapped, fault, original) });
  if (isErrorCode(fault)) return new HttpRefusal(fault, { cause: error });
  const code = error instanceof HttpException ? BY_STATUS[error.getStatus()] : undefined;
  if (code !== undefined) return new HttpRefusal(code, { cause: error, message: faultMessage(error) });
  return new HttpRefusal('INTERNAL', { cause: error });
}

/** Fastify's own messages, and those of a vault that lacks people, say what is wrong and nothing else. */
function ownWords(code: ErrorCode, fault: string | undefined, original: unknown): RefusalDetails {
  if (code === 'UNSUPPORTED_MEDIA_TYPE') return { field: 'content-type', message: 'content-type is not a media type' };
  return fault?.startsWith('FST_') === true || fault === 'VAULT_INCOMPLETE' ? { message: faultMessage(original) } : {};
}
