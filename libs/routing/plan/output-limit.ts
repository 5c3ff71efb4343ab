import type { PricedModel } from '#catalog';
import type { LimitBy } from '#ledger';
import type { WireApi, WireRequest } from '#wire';
import { refuse, type RequestRefusal } from '../refusals/refusal.js';

/** Below this an answer is of no use: rather 402 (or the request's own limit, if that is smaller). */
const USEFUL_OUTPUT_TOKENS = 16;
/** Ordinary text has more bytes in a token: so much of a context window is left at least. */
const BYTES_OF_INPUT_TOKEN = 3;

/** Output tokens for each choice as a model is sent them, and whose limit that is. */
export interface OutputLimit {
  readonly tokens: number;
  /** Undefined where there is no output. */
  readonly by: LimitBy | undefined;
}

/**
 * The request's own limit, else the model's default, else its maximum, else what is left of its context window; never above the maximum. Refused
 * is a request without a limit where the model has none of these.
 */
export function outputLimit(request: WireRequest, { id, limits }: PricedModel): OutputLimit | RequestRefusal<'INVALID_REQUEST'> {
  const { default_output_tokens: usual, max_output_tokens: maximum, context_window: window } = limits;
  const { outputLimit: own } = request;
  if (own !== undefined)
    return maximum !== undefined && own > maximum ? { tokens: maximum, by: 'maximum' } : { tokens: own, by: byClient(request) };
  if (usual !== undefined) return { tokens: usual, by: 'default' };
  if (maximum !== undefined) return { tokens: maximum, by: 'maximum' };
  if (window !== undefined) return { tokens: leftOf(window, request), by: 'maximum' };
  const field = LIMIT_FIELDS[request.api] ?? 'max_tokens';
  return refuse('INVALID_REQUEST', field, `${field} is required: ${id} has neither max_output_tokens nor context_window`);
}

/** Of a target that takes no limit: all that its model may say is held for, whatever the request says. */
export function unsentLimit(request: WireRequest, model: PricedModel): OutputLimit | RequestRefusal<'INVALID_REQUEST'> {
  if (request.api === 'embeddings') return outputLimit(request, model);
  const { max_output_tokens: maximum, context_window: window } = model.limits;
  if (maximum !== undefined) return { tokens: maximum, by: 'maximum' };
  if (window !== undefined) return { tokens: leftOf(window, request), by: 'maximum' };
  return refuse(
    'INVALID_REQUEST',
    'model',
    `${model.id} has neither max_output_tokens nor context_window, and its provider takes no limit`,
  );
}

/** The smaller of 16 and the request's own limit, on top of a thinking budget, without which the provider would refuse. */
export function leastUseful({ outputLimit: own, outputAtLeast }: WireRequest): number {
  const useful = Math.min(USEFUL_OUTPUT_TOKENS, own ?? USEFUL_OUTPUT_TOKENS);
  return outputAtLeast === undefined ? useful : outputAtLeast - 1 + useful;
}

const LIMIT_FIELDS: { readonly [Api in WireApi]?: string } = { chat: 'max_completion_tokens', responses: 'max_output_tokens' };

const byClient = ({ api }: WireRequest): LimitBy | undefined => (api === 'embeddings' ? undefined : 'client');

function leftOf(window: number, { textBytes, overheadTokens }: WireRequest): number {
  return Math.max(window - Math.ceil(textBytes / BYTES_OF_INPUT_TOKEN) - overheadTokens, USEFUL_OUTPUT_TOKENS);
}
