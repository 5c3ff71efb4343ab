import type { RequestRefusal, RoutingRefusal } from '#routing';
import type { ErrorCode } from '../../http/errors/error-catalogue.js';
import { HttpRefusal } from '../../http/errors/refusal.js';
import type { FailureRefusal } from '../answers/answer-failure.js';
import type { AdmissionRefusal } from '../exchange/hold.js';
import type { FaultCode } from '../exchange/open-requests.js';
import type { HistoryRefusal } from '../history/response-history.js';
import type { LookUpRefusal } from '../stored/stored-ids.js';

type RefusalCode = (AdmissionRefusal | FailureRefusal | HistoryRefusal | LookUpRefusal | RoutingRefusal)['code'] | FaultCode;

/** What each refusal on the way of a request is over HTTP. Its own message and field are passed on. */
const REFUSALS: Readonly<Record<RefusalCode, ErrorCode>> = {
  ACCOUNT_BUSY: 'ACCOUNT_BUSY',
  CHARGE_NOT_RECORDED: 'CHARGE_NOT_RECORDED',
  CURRENCY_MISMATCH: 'CURRENCY_MISMATCH',
  GATEWAY_BUSY: 'GATEWAY_BUSY',
  HOLD_LOST: 'HOLD_LOST',
  INSUFFICIENT_FUNDS: 'INSUFFICIENT_FUNDS',
  INVALID_REQUEST: 'INVALID_REQUEST',
  MODEL_NOT_FOUND: 'MODEL_NOT_FOUND',
  POSITION_NOT_REACHED: 'POSITION_NOT_REACHED',
  RATE_LIMITED: 'RATE_LIMITED',
  REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  REQUEST_TOO_LARGE: 'REQUEST_TOO_LARGE',
  SHUTTING_DOWN: 'SHUTTING_DOWN',
  UNSUPPORTED_PARAMETER: 'UNSUPPORTED_PARAMETER',
  UPSTREAM_FAILED: 'UPSTREAM_FAILED',
  UPSTREAM_OVERLOADED: 'UPSTREAM_OVERLOADED',
  UPSTREAM_TIMEOUT: 'UPSTREAM_TIMEOUT',
};

export function httpRefusal(
  { code, field, message, errorCode }: RequestRefusal<RefusalCode>,
  headers: Readonly<Record<string, string>> = {},
): HttpRefusal {
  return new HttpRefusal(REFUSALS[code], {
    headers,
    ...(field !== undefined && { field }),
    ...(message !== undefined && { message }),
    ...(errorCode !== undefined && { errorCode }),
  });
}

/** A request's end could not be written, or was written by another gateway. */
export function httpFault(fault: Error & { readonly code: FaultCode }): HttpRefusal {
  return new HttpRefusal(REFUSALS[fault.code], { cause: fault });
}
