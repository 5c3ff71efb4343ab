/**
 * Every error that a client can meet, in one table: a refusal's code, its HTTP status, and how each dialect names it. On the
 * wire outside `/v1` the stable `code` is the refusal's code in lower case. `docs/errors.md` shows the same table; a test
 * holds the two against each other, both ways. To add an error: one row here, one row there.
 */
export interface ErrorRow {
  readonly status: number;
  /** Where Anthropic's API has a status of its own for it. */
  readonly anthropicStatus?: number;
  /** RFC 9457 `title`: the same for every occurrence. */
  readonly title: string;
  /** `error.type` and `error.code` of the OpenAI API. */
  readonly openai: { readonly type: string; readonly code: string };
  /** `error.type` of the Anthropic API. */
  readonly anthropic: string;
  /** Seconds, where trying again later can help. An occurrence may say otherwise. */
  readonly retryAfterSeconds?: number;
}

const invalid = (status: number, title: string, code: string, anthropic = 'invalid_request_error'): ErrorRow => ({
  status,
  title,
  openai: { type: 'invalid_request_error', code },
  anthropic,
});

const server = (status: number, title: string, code: string, retryAfterSeconds?: number): ErrorRow => ({
  status,
  title,
  openai: { type: 'server_error', code },
  anthropic: status === 503 ? 'overloaded_error' : 'api_error',
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

const catalogue = {
  INVALID_REQUEST: invalid(400, 'The request is not valid', 'invalid_request'),
  INVALID_JSON: invalid(400, 'The body is not valid JSON', 'invalid_json'),
  UNKNOWN_FIELD: invalid(400, 'The request has an unknown field', 'unknown_field'),
  INVALID_CURSOR: invalid(400, 'The cursor is not one of this list', 'invalid_cursor'),
  UNSUPPORTED_PARAMETER: invalid(400, 'A parameter is not supported here', 'unsupported_parameter'),
  IDEMPOTENCY_KEY_REQUIRED: invalid(400, 'The Idempotency-Key header is required', 'idempotency_key_required'),
  CUSTOMER_REQUIRED: invalid(400, 'It has to be said which customer is meant', 'customer_required'),
  CURRENCY_MISMATCH: invalid(400, 'The currency is not the one that the account is kept in', 'currency_mismatch'),
  PRICE_LIST_INVALID: invalid(400, 'The price list cannot be read', 'price_list_invalid'),
  INVALID_SIGNATURE: invalid(400, 'The signature does not match', 'invalid_signature'),
  INVALID_API_KEY: invalid(401, 'The API key is not valid', 'invalid_api_key', 'authentication_error'),
  UNAUTHENTICATED: invalid(401, 'Credentials are missing or not valid', 'unauthenticated', 'authentication_error'),
  SECOND_FACTOR_REQUIRED: invalid(401, 'A second factor is required', 'second_factor_required', 'authentication_error'),
  INSUFFICIENT_FUNDS: {
    status: 402,
    title: 'The balance does not cover the request',
    openai: { type: 'insufficient_quota', code: 'insufficient_quota' },
    anthropic: 'billing_error',
  },
  PERMISSION_DENIED: invalid(403, 'The credentials do not allow this', 'permission_denied', 'permission_error'),
  STEP_UP_REQUIRED: invalid(403, 'It has to be shown once more who asks', 'step_up_required', 'permission_error'),
  ACCOUNT_SUSPENDED: invalid(403, 'The account is suspended', 'account_suspended', 'permission_error'),
  NOT_FOUND: invalid(404, 'Not found', 'not_found', 'not_found_error'),
  MODEL_NOT_FOUND: invalid(404, 'The model does not exist', 'model_not_found', 'not_found_error'),
  METHOD_NOT_ALLOWED: invalid(405, 'The method is not allowed on this path', 'method_not_allowed'),
  REQUEST_TIMEOUT: invalid(408, 'The request was not received in time', 'request_timeout'),
  CONFLICT: invalid(409, 'The request conflicts with the current state', 'conflict'),
  LAST_OWNER: invalid(409, 'Somebody has to own it', 'last_owner'),
  PAYMENT_CONTRADICTED: invalid(409, 'The payment was reported before with other facts', 'payment_contradicted'),
  ADDRESS_UNPROVEN: invalid(409, 'The address is not proven yet', 'address_unproven'),
  MAIL_OFF: invalid(409, 'No mail is sent here', 'mail_off'),
  LINK_SPENT: invalid(410, 'The link was used, has run out, or was replaced', 'link_spent'),
  PRECONDITION_FAILED: invalid(412, 'A precondition does not hold', 'precondition_failed'),
  EXPECTATION_FAILED: invalid(417, 'The expectation cannot be met', 'expectation_failed'),
  REQUEST_TOO_LARGE: invalid(413, 'The body is too large', 'request_too_large', 'request_too_large'),
  URI_TOO_LONG: invalid(414, 'The URL is too long', 'uri_too_long'),
  UNSUPPORTED_MEDIA_TYPE: invalid(415, 'The media type or encoding is not supported', 'unsupported_media_type'),
  IDEMPOTENCY_KEY_REUSED: invalid(422, 'The Idempotency-Key was used with another body', 'idempotency_key_reused'),
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    openai: { type: 'requests', code: 'rate_limit_exceeded' },
    anthropic: 'rate_limit_error',
    retryAfterSeconds: 1,
  },
  HEADERS_TOO_LARGE: invalid(431, 'The headers are larger than 64 KiB', 'headers_too_large'),
  INTERNAL: server(500, 'A fault of ours', 'internal'),
  CHARGE_NOT_RECORDED: server(500, 'The charge could not be recorded', 'charge_not_recorded'),
  NOT_IMPLEMENTED: invalid(501, 'The method or transfer coding is not known', 'not_implemented'),
  UPSTREAM_FAILED: server(502, 'The provider failed', 'upstream_failed'),
  PRICE_LIST_UNAVAILABLE: server(502, 'The price list cannot be fetched', 'price_list_unavailable'),
  UPSTREAM_OVERLOADED: {
    status: 503,
    anthropicStatus: 529,
    title: 'The provider is overloaded',
    openai: { type: 'server_error', code: 'overloaded' },
    anthropic: 'overloaded_error',
    retryAfterSeconds: 1,
  },
  ACCOUNT_BUSY: server(503, 'Too many requests of this account wait', 'account_busy', 1),
  STORE_UNAVAILABLE: server(503, 'A store does not answer', 'store_unavailable', 2),
  GATEWAY_BUSY: server(503, 'The gateway has no room for it', 'gateway_busy', 1),
  HOLD_LOST: server(503, 'Another gateway has taken the request back', 'hold_lost', 1),
  POSITION_NOT_REACHED: server(503, 'The read models have not reached the position', 'position_not_reached', 1),
  SHUTTING_DOWN: server(503, 'The gateway is stopping', 'shutting_down', 1),
  HTTP_VERSION_NOT_SUPPORTED: invalid(505, 'The version of HTTP is not spoken here', 'http_version_not_supported'),
  UPSTREAM_TIMEOUT: server(504, 'The provider did not answer in time', 'upstream_timeout'),
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorCode = keyof typeof catalogue;

export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, ErrorRow>> = catalogue;

/** For codes that come from elsewhere: a decider's refusal, a fault's `code`. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CATALOGUE, code);
}

/** The stable `code` outside `/v1`. */
export function wireCode(code: ErrorCode): string {
  return code.toLowerCase();
}
