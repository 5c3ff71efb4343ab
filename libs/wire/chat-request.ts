import { isUtf8 } from 'node:buffer';
import { readMessages, type ChatInput } from './chat-request.input.js';
import { imageTokensAtMost } from './image-tokens.js';
import { jsonMembers, type JsonMember } from './json-members.js';
import { isObject, refuse, type JsonObject, type WireRefusal } from './refusal.js';

export type OutputLimitField = 'max_completion_tokens' | 'max_tokens';

/** A request for `/v1/chat/completions`, understood as far as it has to be metered. */
export interface ChatRequest {
  readonly kind: 'request';
  readonly model: string;
  readonly stream: boolean;
  /** The client asked for the usage chunk of its stream. */
  readonly includeUsage: boolean;
  /** `n`: how many answers, each with the whole output limit. */
  readonly choices: number;
  /** The client's own output limit for each choice. With both fields given, the smaller one. */
  readonly outputLimit: number | undefined;
  /** Bytes of the body without the payloads of embedded images. */
  readonly textBytes: number;
  readonly images: number;
  /** A file or an unknown part: the input is the model's whole context window; where none is set, refuse. */
  readonly needsContextWindow: boolean;
  /** Input tokens at most, with images at the dearest published price; `boundInputTokens` is closer where the upstream model is known. */
  readonly inputTokenBound: number;
  readonly body: JsonObject;
  /** The JSON text that `body` was parsed from, and where its members stand in it. */
  readonly text: string;
  readonly members: readonly JsonMember[];
}

/** Tokens that a provider adds around the messages: message marks, the priming of the answer, a reasoning model's own preamble. */
const REQUEST_OVERHEAD_TOKENS = 256;
/** Further tokens for the preamble that declares tools. Source: Anthropic, "Pricing", tool use system prompt: 264 to 530 tokens by model. */
const TOOLS_OVERHEAD_TOKENS = 768;
const MODEL_NAME_CHARS = 256;
const CHOICES = 128;

/** Fields that make the provider charge at other prices than the model's own, or route to models that were not priced. */
const UNPRICED_FIELDS = {
  web_search_options: 'Web search is charged by the call, which this gateway does not cover',
  search_parameters: 'Live search is charged by the source, which this gateway does not cover',
  plugins: 'Plugins are charged by the call, which this gateway does not cover',
  audio: 'Audio has prices of its own, which this gateway does not cover',
  prediction: 'Predicted output takes no output limit, so its price cannot be bounded before the call',
  models: 'The gateway chooses the models that may answer; name one in model',
} as const;

/**
 * Parses a body once. Refuses what is malformed and what cannot be metered exactly, always by the field's name; whatever else it does not
 * know passes through untouched. Invalid UTF-8 is refused because each bad byte would grow to three on its way to the provider.
 */
export function readChatRequest(bytes: Buffer | Uint8Array): ChatRequest | WireRefusal {
  if (!isUtf8(bytes)) return refuse(null, 'The body is not valid UTF-8');
  const text = textOf(bytes);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return refuse(null, `The body is not valid JSON${positionIn(error)}`);
  }
  if (!isObject(body)) return refuse(null, 'The body must be a JSON object');
  const members = jsonMembers(text);
  const input: ChatInput = { images: 0, payloadChars: 0, needsContextWindow: false };
  const refusal = checkFields(body) ?? checkUnpriced(body) ?? checkDuplicates(members) ?? readMessages(body['messages'], input);
  if (refusal) return refusal;
  const textBytes = bytes.length - input.payloadChars;
  return {
    kind: 'request',
    model: body['model'] as string,
    stream: body['stream'] === true,
    includeUsage: isObject(body['stream_options']) && body['stream_options']['include_usage'] === true,
    choices: (body['n'] as number | null | undefined) ?? 1,
    outputLimit: smallerLimit(body),
    textBytes,
    images: input.images,
    needsContextWindow: input.needsContextWindow,
    inputTokenBound: bound(textBytes, input.images, imageTokensAtMost(), body),
    body,
    text,
    members,
  };
}

/**
 * Input tokens at most (docs/request-lifecycle.md): a token is at least one byte, each image costs at most what is published for the dearest of the
 * models that may answer, plus a fixed overhead. The caller takes the minimum with the context window.
 */
export function boundInputTokens(request: ChatRequest, upstreamModels: readonly string[]): number {
  if (request.images === 0) return request.inputTokenBound;
  return bound(request.textBytes, request.images, Math.max(...upstreamModels.map(imageTokensAtMost)), request.body);
}

function bound(textBytes: number, images: number, tokensPerImage: number, body: JsonObject): number {
  const tools = body['tools'] != null || body['functions'] != null ? TOOLS_OVERHEAD_TOKENS : 0;
  return textBytes + images * tokensPerImage + REQUEST_OVERHEAD_TOKENS + tools;
}

function checkFields(body: JsonObject): WireRefusal | undefined {
  const { model, stream, n, stream_options: options } = body;
  if (typeof model !== 'string' || model === '') return refuse('model', 'model must be a string');
  if (model.length > MODEL_NAME_CHARS) return refuse('model', `model must have ${MODEL_NAME_CHARS} characters at most`);
  if (stream != null && typeof stream !== 'boolean') return refuse('stream', 'stream must be true or false');
  if (n != null && !(Number.isInteger(n) && (n as number) >= 1 && (n as number) <= CHOICES))
    return refuse('n', `n must be a whole number from 1 to ${CHOICES}`);
  for (const field of ['max_completion_tokens', 'max_tokens'] as const)
    if (body[field] != null && !(Number.isSafeInteger(body[field]) && (body[field] as number) > 0))
      return refuse(field, `${field} must be a whole number above zero`);
  if (options != null && !isObject(options)) return refuse('stream_options', 'stream_options must be an object');
  const includeUsage = isObject(options) ? options['include_usage'] : undefined;
  if (includeUsage != null && typeof includeUsage !== 'boolean')
    return refuse('stream_options.include_usage', 'stream_options.include_usage must be true or false');
  return undefined;
}

function checkUnpriced(body: JsonObject): WireRefusal | undefined {
  for (const field of Object.keys(UNPRICED_FIELDS) as (keyof typeof UNPRICED_FIELDS)[])
    if (body[field] != null) return refuse(field, UNPRICED_FIELDS[field]);
  const { service_tier: tier, modalities, tools } = body;
  if (tier != null && tier !== 'auto' && tier !== 'default')
    return refuse(
      'service_tier',
      'service_tier must be auto or default: other tiers have prices of their own, which this gateway does not cover',
    );
  if (Array.isArray(modalities) && modalities.some((modality) => modality !== 'text'))
    return refuse('modalities', 'modalities must be ["text"]: other outputs have prices of their own, which this gateway does not cover');
  if (tools != null && !Array.isArray(tools)) return refuse('tools', 'tools must be an array');
  const hosted = (tools ?? []).findIndex((tool: unknown) => !isObject(tool) || (tool['type'] !== 'function' && tool['type'] !== 'custom'));
  if (hosted >= 0)
    return refuse(
      `tools[${hosted}].type`,
      'Tools must be of type function or custom: hosted tools are charged by the call, which this gateway does not cover',
    );
  return undefined;
}

/** The text goes upstream as it came, so a field given twice could mean one thing to us and another to the provider. */
function checkDuplicates(members: readonly JsonMember[]): WireRefusal | undefined {
  for (let index = 1; index < members.length; index += 1) {
    const { name } = members[index]!;
    for (let before = 0; before < index; before += 1) if (members[before]!.name === name) return refuse(name, `${name} is given twice`);
  }
  return undefined;
}

function smallerLimit(body: JsonObject): number | undefined {
  const current = (body['max_completion_tokens'] as number | null | undefined) ?? undefined;
  const former = (body['max_tokens'] as number | null | undefined) ?? undefined;
  if (current === undefined || former === undefined) return current ?? former;
  return Math.min(current, former);
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** V8's message may quote the body, so only the position is passed on, where it tells one. */
function positionIn(error: unknown): string {
  const position = /at position (\d+)/.exec((error as SyntaxError).message)?.[1];
  return position === undefined ? '' : ` at position ${position}`;
}
