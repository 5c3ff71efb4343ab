import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.js';

export interface RefusalDetails {
  /** What is wrong with this one, and what would be right. Never a secret, never a value that may be one. */
  readonly message?: string;
  /** The field, parameter or header at fault: `targets[0].price.currency`. */
  readonly field?: string;
  /** Seconds; overrides the catalogue's, as `retry-after` and `retry-after-ms` among the headers do. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where several fields are wrong at once: all of them, the first included. */
  readonly errors?: readonly FieldError[];
  /** `error.details.error_code` of Anthropic's API, by which its SDKs tell refusals of one type apart. Sources: their `ErrorDetails`. */
  readonly errorCode?: string;
  readonly cause?: unknown;
}

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What the edge throws to answer with an error of the catalogue. Domain code returns refusals as values instead. */
export class HttpRefusal extends Error {
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  readonly errorCode: string | undefined;

  constructor(
    readonly code: ErrorCode,
    details: RefusalDetails = {},
  ) {
    super(details.message ?? ERROR_CATALOGUE[code].title, { cause: details.cause });
    this.field = details.field;
    this.headers = details.headers ?? {};
    const isWaitTold = 'retry-after' in this.headers || 'retry-after-ms' in this.headers;
    this.retryAfterSeconds = details.retryAfterSeconds ?? (isWaitTold ? undefined : ERROR_CATALOGUE[code].retryAfterSeconds);
    this.errors = details.errors ?? [];
    this.errorCode = details.errorCode;
  }

  get status(): number {
    return ERROR_CATALOGUE[this.code].status;
  }
}

/** Throws: `if (!model) refuse('MODEL_NOT_FOUND', { field: 'model', message })`. */
export function refuse(code: ErrorCode, details?: RefusalDetails): never {
  throw new HttpRefusal(code, details);
}
