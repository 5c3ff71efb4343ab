/** Why an attempt gave no answer, where it was no status: what the upstream client throws as `code`. */
export type AttemptFault =
  | 'CONNECT_FAILED'
  | 'CONNECT_TIMEOUT'
  | 'HEADERS_TIMEOUT'
  | 'BODY_TIMEOUT'
  | 'UPSTREAM_CLOSED'
  | 'UPSTREAM_CUT'
  | 'BAD_RESPONSE'
  | 'BODY_TOO_LARGE'
  | 'DEADLINE'
  | 'ABORTED';

export type AttemptFailure = { readonly status: number } | { readonly fault: AttemptFault };

/**
 * Whether the next target may be tried after this failure. Only asked before the first byte went to the client: two answers are never mixed.
 *
 * - 408, 409, 429 and 5xx: the provider's trouble, which both SDKs take as retryable.
 * - 401, 402, 403, 404: our credential, our account or our model name at that provider, never the caller's fault.
 * - Every other 4xx (400, 413, 422, …) is the caller's: another provider would refuse it too, and the caller must see why.
 * - A client that went away, a deadline that passed or an answer too large to buffer ends the request.
 */
export function maySwitch(failure: AttemptFailure): boolean {
  return 'status' in failure ? maySwitchAfterStatus(failure.status) : maySwitchAfterFault(failure.fault);
}

function maySwitchAfterStatus(status: number): boolean {
  return status >= 500 || SWITCHABLE.has(status);
}

const SWITCHABLE: ReadonlySet<number> = new Set([401, 402, 403, 404, 408, 409, 429]);

function maySwitchAfterFault(fault: AttemptFault): boolean {
  switch (fault) {
    case 'CONNECT_FAILED':
    case 'CONNECT_TIMEOUT':
    case 'HEADERS_TIMEOUT':
    case 'BODY_TIMEOUT':
    case 'UPSTREAM_CLOSED':
    case 'UPSTREAM_CUT':
    case 'BAD_RESPONSE':
      return true;
    case 'BODY_TOO_LARGE':
    case 'DEADLINE':
    case 'ABORTED':
      return false;
  }
}
