import type { SandboxAnswer } from './sandbox.answer.js';
import type { Json, SandboxRequest } from './sandbox.request.js';

/** The same answer at any time: its age tells nothing. */
export const CREATED = 1_750_000_000;

/** One route of one protocol, as its provider speaks it. */
export interface Dialect {
  /** Undefined where the body is none of this route's. */
  readonly read: (body: Json) => SandboxRequest | undefined;
  readonly plain: (request: SandboxRequest, answer: SandboxAnswer) => object;
  /** The frames of a stream but the last; absent for a route that does not stream. */
  readonly frames?: (request: SandboxRequest, answer: SandboxAnswer) => Generator<string>;
  /** What ends a stream. */
  readonly last?: (request: SandboxRequest, answer: SandboxAnswer) => string;
  readonly error: (status: number, message: string) => object;
  /** How an error is reported within a stream; undefined: the usual type. */
  readonly errorFrame: (type: string | undefined) => string;
}

export const dataFrame = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
export const eventFrame = (data: { readonly type: string }): string => `event: ${data.type}\n${dataFrame(data)}`;

const TYPES: Readonly<Record<number, readonly [openai: string, anthropic: string]>> = {
  401: ['invalid_request_error', 'authentication_error'],
  403: ['invalid_request_error', 'permission_error'],
  404: ['invalid_request_error', 'not_found_error'],
  429: ['requests', 'rate_limit_error'],
  529: ['server_error', 'overloaded_error'],
};

export function openaiError(status: number, message: string): object {
  const type = TYPES[status]?.[0] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
  return { error: { message, type, param: null, code: null } };
}

export function anthropicError(status: number, message: string): object {
  const type = TYPES[status]?.[1] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message }, request_id: 'req_sandbox' };
}

export const openaiErrorFrame = (type = 'server_error'): string =>
  dataFrame({ error: { message: 'Rehearsed error', type, param: null, code: 'sandbox' } });
