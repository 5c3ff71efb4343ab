import { HttpException } from '@nestjs/common';
import { isErrorCode, type ErrorCode } from './error-catalogue.js';
import { HttpRefusal } from './refusal.js';

/** Faults of our stores and of Fastify, by their `code`. What is not listed is INTERNAL: its text may tell too much. */
const FAULTS: Readonly<Record<string, ErrorCode>> = {
  UNAVAILABLE: 'STORE_UNAVAILABLE',
  AMBIGUOUS: 'STORE_UNAVAILABLE',
  FST_ERR_BAD_URL: 'INVALID_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'URI_TOO_LONG',
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
  413: 'REQUEST_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'STORE_UNAVAILABLE',
};

/** Whatever was thrown as a refusal of the catalogue; messages of unknown faults stay with us. */
export function refusalOf(error: unknown): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  const original = error instanceof HttpException && error.cause instanceof Error ? error.cause : error;
  const fault = codeOf(original);
  const mapped = fault === undefined ? undefined : FAULTS[fault];
  if (mapped !== undefined) return new HttpRefusal(mapped, { cause: error, ...safeMessage(fault, original) });
  if (isErrorCode(fault)) return new HttpRefusal(fault, { cause: error });
  const status = error instanceof HttpException ? error.getStatus() : undefined;
  const code = status === undefined ? undefined : BY_STATUS[status];
  if (code !== undefined) return new HttpRefusal(code, { cause: error, message: (error as HttpException).message });
  return new HttpRefusal('INTERNAL', { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Fastify's own messages say what is wrong with the request and nothing else. */
function safeMessage(code: string | undefined, error: unknown): { message?: string } {
  return code?.startsWith('FST_') && error instanceof Error ? { message: error.message } : {};
}
