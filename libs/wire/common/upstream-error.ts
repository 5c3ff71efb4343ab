import { tooLongForMessages, tooLongIn } from '../failures/too-long.js';
import { wordsOf, wordsOfText } from '../failures/words.js';
import { isObject, type JsonObject } from '../json/object.js';
import { asTold } from '../meaning/endings.js';
import { statusOfError } from '../meaning/error-kinds.js';
import { TOO_LONG_CODE, errorBody, type WireError } from './errors.js';
import type { WireApi } from './wire-request.js';

/** What a provider says went wrong, in its own words. Fields that it left out are null. */
export interface UpstreamError {
  readonly message: string;
  readonly type: string | null;
  readonly code: string | null;
  readonly param: string | null;
}

/** Reads the value of `error`, in whatever shape a provider has it. */
export function readUpstreamError(error: unknown): UpstreamError {
  const fields = fieldsOf(error);
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null);
  return {
    message: wordsOf(error) ?? 'The provider reported an error without a message',
    type: text(fields['type']) ?? text(fields['status']),
    code: text(fields['code']),
    param: text(fields['param']),
  };
}

/** An answer that ended in a word for a failure, where nothing else says what went wrong. */
export function failedBy(member: string, word: unknown): UpstreamError {
  const code = typeof word === 'number' ? String(word) : null;
  return { message: `The provider ended its answer with ${member} ${JSON.stringify(asTold(word))}`, type: null, code, param: null };
}

/** The members that say what kind of error it is: of the first of a list, and of one within another. */
function fieldsOf(error: unknown): JsonObject {
  const first: unknown = Array.isArray(error) ? error[0] : error;
  if (!isObject(first)) return {};
  const { error: inner } = first;
  return isObject(inner) && first['code'] === undefined && first['type'] === undefined ? inner : first;
}

/** The body of a failure, in whatever shape: JSON, a page, or text; undefined where it says nothing. */
export function readErrorBody(bytes: Buffer): UpstreamError | undefined {
  const text = dataOf(bytes.toString('utf8')).trim();
  if (text === '') return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const message = wordsOfText(text);
    return message === undefined ? undefined : { message, type: null, code: null, param: null };
  }
  const said: unknown = isObject(body) && body['error'] != null ? body['error'] : body;
  if (wordsOf(said) === undefined) return undefined;
  const { type, code, param, ...rest } = readUpstreamError(said);
  // Beside a bare text under `error` its kind stands outside, as xAI and Ollama have it.
  const outer =
    isObject(body) && said !== body
      ? readUpstreamError({ ...body, type: body['type'] === 'error' ? null : body['type'], error: null })
      : NO_FIELDS;
  return { ...rest, type: type ?? outer.type, code: code ?? outer.code, param: param ?? outer.param };
}

const NO_FIELDS = { type: null, code: null, param: null } as const;

/** Some say their failure as an event, whatever the status. */
function dataOf(text: string): string {
  if (!/^(?:event|data|id|:)/.test(text)) return text;
  const data = text.split(/\r\n|\r|\n/).flatMap((line) => (line.startsWith('data:') ? line.slice(5).trim() : []));
  return data.find((each) => each !== '' && each !== '[DONE]') ?? text;
}

/**
 * A provider's error for a client of whichever dialect. Its words help whoever made the mistake; its type and field are those of another API.
 * Without a status, within a stream, its type or code stands for one, else it is the provider's failure. What does not fit into the context is the client's mistake,
 * whatever its status says.
 */
export function errorForClient({ message, type, code }: UpstreamError, status?: number): WireError {
  const tooLong = status === 429 ? undefined : tooLongIn(message, type, code);
  const told = status ?? statusOfError(type, code);
  return tooLong ? { status: TOO_LONG.has(told) ? told : 400, message, tooLong } : { status: told, message };
}

const TOO_LONG: ReadonlySet<number> = new Set([400, 413, 422]);

/** How a provider failed, in its own words. */
export interface ProviderFailure {
  readonly upstream: WireApi;
  readonly status: number;
  /** Clean of what names us as far as they are JSON. */
  readonly bytes: Buffer;
  /** Of the words of anything else. */
  readonly clean?: (error: UpstreamError) => UpstreamError;
}

/** The body of a provider's failure as the client's dialect has it: the very bytes where they are of its shape, else its words. */
export function failureBody(api: WireApi, { upstream, status, bytes, clean }: ProviderFailure, requestId: string): Buffer | string {
  const said = readErrorBody(bytes) ?? { message: `The provider answered with status ${status}`, ...NO_FIELDS };
  const error = clean ? clean(said) : said;
  const told = errorForClient(error, status);
  const isSameDialect = isAnthropic(api) === isAnthropic(upstream);
  if (isSameDialect && isOfShape(api, bytes, told)) return bytes;
  const { code, param } = error;
  const isNamed = isSameDialect && code !== null && !/^\d+$/.test(code);
  return errorBody(api, { ...told, ...(isNamed && { code }), ...(isSameDialect && { param }) }, requestId);
}

/** Seconds to wait, where a failure says them in its body alone: Google in `RetryInfo`, others in their words. */
export function retryAfterIn(bytes: Buffer): string | undefined {
  const [, amount, unit] = WAIT.exec(bytes.toString('utf8')) ?? [];
  if (amount === undefined) return undefined;
  const seconds = Number(amount) * (unit?.startsWith('ms') ? 0.001 : unit?.startsWith('m') ? 60 : 1);
  return Number.isFinite(seconds) ? String(Math.min(Math.max(Math.ceil(seconds), 1), LONGEST_WAIT_SECONDS)) : undefined;
}

const WAIT =
  /(?:"retryDelay": ?"|(?:try again|retry(?: after)?|wait) (?:in |for |after )?(?:about )?)(\d+(?:\.\d+)?) ?(ms|milliseconds|s\b|seconds?|m\b|m\d|minutes?)/i;
/** Clients obey any wait, however long. */
const LONGEST_WAIT_SECONDS = 60;

const isAnthropic = (api: WireApi): boolean => api === 'messages' || api === 'count_tokens';

/** As the dialect's reference has it, so that strict clients read it; one that is too long says so by the name that clients look for. */
function isOfShape(api: WireApi, bytes: Buffer, { tooLong }: WireError): boolean {
  const body = parsed(bytes);
  const error = isObject(body) ? body['error'] : undefined;
  if (!isObject(body) || !isObject(error)) return false;
  const { message, type, code, param } = error;
  if (typeof message !== 'string' || message === '') return false;
  if (isAnthropic(api))
    return body['type'] === 'error' && typeof type === 'string' && (!tooLong || tooLongForMessages(tooLong, message) === message);
  const areNames = [type, code, param].every((field) => field == null || typeof field === 'string');
  // Words within its words are brought to the front.
  return areNames && typeof type === 'string' && wordsOf(error) === message && (!tooLong || code === TOO_LONG_CODE);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
