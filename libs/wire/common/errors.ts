import { tooLongForMessages, type TooLong } from '../failures/too-long.js';
import type { WireApi } from './wire-request.js';

/** An error as a client of either dialect gets it. `status` picks the type; `code` is told where the dialect has room for it. */
export interface WireError {
  readonly status: number;
  readonly message: string;
  /** Ours, in lower case; left out, the status's usual code. */
  readonly code?: string | null;
  readonly param?: string | null;
  /** It does not fit into the model's context: each dialect has words of its own for that. */
  readonly tooLong?: TooLong;
}

export const TOO_LONG_CODE = 'context_length_exceeded';

interface ErrorTypes {
  readonly openai: string;
  readonly code: string | null;
  readonly anthropic: string;
}

/** 402 is retried by no client, 429 by all. */
const BY_STATUS: Readonly<Record<number, ErrorTypes>> = {
  400: { openai: 'invalid_request_error', code: null, anthropic: 'invalid_request_error' },
  401: { openai: 'invalid_request_error', code: 'invalid_api_key', anthropic: 'authentication_error' },
  402: { openai: 'insufficient_quota', code: 'insufficient_quota', anthropic: 'billing_error' },
  403: { openai: 'invalid_request_error', code: 'permission_denied', anthropic: 'permission_error' },
  404: { openai: 'invalid_request_error', code: 'model_not_found', anthropic: 'not_found_error' },
  413: { openai: 'invalid_request_error', code: 'request_too_large', anthropic: 'request_too_large' },
  429: { openai: 'requests', code: 'rate_limit_exceeded', anthropic: 'rate_limit_error' },
  503: { openai: 'server_error', code: 'overloaded', anthropic: 'overloaded_error' },
  529: { openai: 'server_error', code: 'overloaded', anthropic: 'overloaded_error' },
};
const OTHER_4XX: ErrorTypes = { openai: 'invalid_request_error', code: null, anthropic: 'invalid_request_error' };
const OTHER_5XX: ErrorTypes = { openai: 'server_error', code: 'server_error', anthropic: 'api_error' };

function typesOf(status: number): ErrorTypes {
  return BY_STATUS[status] ?? (status < 500 ? OTHER_4XX : OTHER_5XX);
}

/** The body of an error for clients of OpenAI's routes. */
export function openaiError(error: WireError): string {
  return JSON.stringify({ error: openaiFields(error) });
}

/** The body of an error for clients of Anthropic's routes; the request id stands in it as well as in the `request-id` header. */
export function anthropicError(error: WireError, requestId: string): string {
  return JSON.stringify({ type: 'error', error: anthropicFields(error), request_id: requestId });
}

/** The body of an error by the route that it answers. */
export function errorBody(api: WireApi, error: WireError, requestId: string): string {
  return api === 'messages' || api === 'count_tokens' ? anthropicError(error, requestId) : openaiError(error);
}

/** An error within a stream of Chat Completions. No `[DONE]` follows it. */
export function chatErrorFrame(error: WireError): Buffer {
  return Buffer.from(`data: ${openaiError(error)}\n\n`);
}

/** An error within a stream of Responses; `sequenceNumber` goes on from the last event. */
export function responsesErrorFrame(error: WireError, sequenceNumber: number): Buffer {
  const data = { type: 'error', sequence_number: sequenceNumber, error: openaiFields(error) };
  return Buffer.from(`event: error\ndata: ${JSON.stringify(data)}\n\n`);
}

/** An error within a stream of Messages. */
export function anthropicErrorFrame(error: WireError): Buffer {
  return Buffer.from(`event: error\ndata: ${JSON.stringify({ type: 'error', error: anthropicFields(error) })}\n\n`);
}

function openaiFields({ status, message, code, param, tooLong }: WireError): {
  message: string;
  type: string;
  param: string | null;
  code: string | null;
} {
  const types = typesOf(status);
  return { message, type: types.openai, param: param ?? null, code: tooLong ? TOO_LONG_CODE : code === undefined ? types.code : code };
}

function anthropicFields({ status, message, tooLong }: WireError): { type: string; message: string } {
  return { type: typesOf(status).anthropic, message: tooLong ? tooLongForMessages(tooLong, message) : message };
}
