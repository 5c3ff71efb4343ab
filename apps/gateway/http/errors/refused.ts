import type { ErrorCode } from './error-catalogue.js';

/** A refusal as a value: what the edge will answer, told by whoever knows nothing of HTTP but the catalogue's codes. */
export interface Refused {
  readonly code: ErrorCode;
  /** What is wrong with this one. Never a secret, never a value that may be one. */
  readonly message: string;
  readonly field?: string;
}
