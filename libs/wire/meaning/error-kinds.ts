import { isObject, type JsonObject } from '../json/object.js';

/**
 * What an error without a status of its own, within a stream or an answer of status 200, would have been as one; only what says something to the client, whose key is not
 * ours. Sources: OpenAI, "Error codes"; Anthropic, "Errors"; Google, "Troubleshooting"; vLLM, ErrorResponse; the rest is the provider's failure.
 */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['INVALID_ARGUMENT', 400],
  ['BadRequestError', 400],
  ['context_length_exceeded', 400],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
  ['RESOURCE_EXHAUSTED', 429],
  ['requests', 429],
  ['tokens', 429],
  ['timeout_error', 504],
  ['DEADLINE_EXCEEDED', 504],
  ['UNAVAILABLE', 503],
  ['overloaded_error', 529],
  ['overloaded', 529],
  ['server_is_overloaded', 529],
  ['slow_down', 529],
]);

/** Numeric codes are statuses where they are one that a client can do something with. */
const CALLERS: ReadonlySet<number> = new Set([400, 413, 422, 429]);

/** Status of an error by its type or code; 502 for what is in no table. */
export function statusOfError(...kinds: readonly (string | null)[]): number {
  for (const kind of kinds) {
    const known = kind === null ? undefined : (STATUSES.get(kind) ?? statusOfCode(kind));
    if (known !== undefined) return known;
  }
  return 502;
}

function statusOfCode(kind: string): number | undefined {
  if (!/^[45]\d\d$/.test(kind)) return undefined;
  const status = Number(kind);
  return CALLERS.has(status) || (status > 500 && status < 600) ? status : undefined;
}

/**
 * What the body or the event of a provider that answered 200 says went wrong; undefined: nothing. Not all put it under `error`: vLLM is one itself, Zhipu and others send a
 * code with a message and nothing else, MiniMax has a status beside what is no answer.
 */
export function errorIn(body: JsonObject): unknown {
  const { error, object, type, base_resp: base } = body;
  if (error != null && error !== '' && error !== false) return error;
  if (object === 'error' || type === 'error') return body;
  if (isObject(base) && typeof base['status_code'] === 'number' && base['status_code'] !== 0)
    return { code: base['status_code'], message: base['status_msg'] };
  return isBareCode(body) ? { ...body, message: body['message'] ?? body['msg'] } : undefined;
}

function isBareCode({ choices, usage, output, content, data, type, code, message, msg }: JsonObject): boolean {
  if (code == null || code === 0 || typeof (message ?? msg) !== 'string') return false;
  return [choices, usage, output, content, data, type].every((member) => member == null);
}
