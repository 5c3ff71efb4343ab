import type { DetailComponent } from '#money';
import type { JsonObject } from '../json/object.js';
import { imageTokensAtMost } from './image-tokens.js';
import { MAX_REFERENCES, findReferences, type Reference } from './references.js';
import { refuse, type WireRefusal } from './refusal.js';
import type { RequestBody } from './request-body.js';
import { flatNameBytes } from './tool-namespaces.js';
import type { NeededPrice, WireInput } from './wire-input.js';

/** The routes under `/v1` whose bodies we read. */
export type WireApi = 'chat' | 'messages' | 'responses' | 'completions' | 'embeddings' | 'count_tokens';

/** A request understood as far as holding, routing and metering need, whichever route it came by: what is known of it wherever its body was read. */
export interface WireRequest {
  readonly kind: 'request';
  readonly api: WireApi;
  readonly model: string;
  readonly stream: boolean;
  /** The client asked for the usage chunk of its stream. */
  readonly includeUsage: boolean;
  /** How many answers, each with the whole output limit. */
  readonly choices: number;
  /** How many of them the client gets: `best_of` of Completions generates more. */
  readonly answers: number;
  /** The client's own output limit for each choice. Zero: no output at all (embeddings, warming a cache). */
  readonly outputLimit: number | undefined;
  /** Below this limit the provider would refuse the body: a thinking budget has to fit in. */
  readonly outputAtLeast: number | undefined;
  /** Bytes of the body without the payloads of embedded images. */
  readonly textBytes: number;
  readonly images: number;
  /** What a provider, or a translation for it, adds to the client's own bytes at most. */
  readonly overheadTokens: number;
  /** A file, audio or an unknown part: the input is the model's whole context window; where none is set, refuse. `isBoundByWindow` has the rest. */
  readonly needsContextWindow: boolean;
  /** Input tokens at most, with images at the dearest published price; `boundInputTokens` is closer where the upstream model is known. */
  readonly inputTokenBound: number;
  /** What the body names at a provider: to be refused unless this customer got it through us. */
  readonly references: readonly Reference[];
  readonly needsPrices: readonly NeededPrice[];
  /** What its usage can have beside the base components: their prices count for the hold. */
  readonly details: readonly DetailComponent[];
  /** There is something of ours in it that came with an earlier answer, and that its own route at a provider must not get. */
  readonly hasSealed: boolean;
  /** What its answer repeats or depends on: the body itself, or of a large one that is read aside the members that are short (`aside/asked.ts`). */
  readonly asked: JsonObject;
  /** Of a body that is read aside: why it cannot be said by these routes of a provider, for those that were asked about. */
  readonly refused?: Readonly<Partial<Record<WireApi, WireRefusal>>>;
}

/** A request with its body at hand. */
export interface ReadRequest extends WireRequest, RequestBody {}

/** Tokens that a provider adds around the messages: message marks, the priming of the answer, a reasoning model's own preamble. */
const REQUEST_OVERHEAD_TOKENS = 256;
/** Further tokens for the preamble that declares tools. Source: Anthropic, "Pricing", tool use system prompt: 264 to 530 tokens by model. */
const TOOLS_OVERHEAD_TOKENS = 768;
/** For each tool that the provider itself describes. Source: the same page: bash 245, text editor 700. */
const DESCRIBED_TOOL_TOKENS = 1_024;

/** Puts together what every reader has found; what a route does not know has the value that changes nothing. Refuses a body that names too much. */
export function wireRequest(
  api: WireApi,
  bytes: Uint8Array,
  { body, text, members }: RequestBody,
  input: WireInput,
  more: Partial<Pick<WireRequest, 'choices' | 'answers' | 'includeUsage' | 'outputLimit' | 'outputAtLeast'>> = {},
): ReadRequest | WireRefusal {
  const textBytes = bytes.length - input.payloadChars;
  const overheadTokens = REQUEST_OVERHEAD_TOKENS + toolsOverhead(body) + input.addedBytes;
  const references = findReferences(body);
  const tooMany = references[MAX_REFERENCES];
  if (tooMany)
    return refuse(tooMany.field, `${tooMany.field} is one too many: a body names ${MAX_REFERENCES} things at its provider at most`);
  return {
    kind: 'request',
    api,
    model: body['model'] as string,
    stream: body['stream'] === true,
    includeUsage: more.includeUsage ?? false,
    choices: more.choices ?? 1,
    answers: more.answers ?? more.choices ?? 1,
    outputLimit: more.outputLimit,
    outputAtLeast: more.outputAtLeast,
    textBytes,
    images: input.images,
    needsContextWindow: input.needsContextWindow,
    overheadTokens,
    inputTokenBound: textBytes + input.images * imageTokensAtMost() + overheadTokens,
    references,
    needsPrices: input.needsPrices,
    details: detailsOf(input.needsPrices, text),
    hasSealed: input.hasSealed,
    asked: body,
    body,
    text,
    members,
  };
}

/** The value `"1h"` (of `cache_control.ttl`) in any spelling that JSON has for it. Elsewhere it only makes a hold larger. */
const ONE_HOUR = /"(?:1|\\u0031)(?:h|\\u0068)"/;

function detailsOf(needed: readonly NeededPrice[], text: string): DetailComponent[] {
  const details = new Set<DetailComponent>();
  for (const { component } of needed) if (component !== undefined) details.add(component);
  if (details.has('input_audio')) details.add('cached_input_audio');
  if (ONE_HOUR.test(text)) details.add('cache_write_1h');
  return [...details];
}

/**
 * Input tokens at most (docs/request-lifecycle.md): a token is at least one byte, each image costs at most what is published for the dearest of the
 * models that may answer, plus a fixed overhead. The caller takes the minimum with the context window.
 */
export function boundInputTokens(request: WireRequest, upstreamModels: readonly string[]): number {
  if (request.images === 0) return request.inputTokenBound;
  return request.textBytes + request.images * Math.max(...upstreamModels.map(imageTokensAtMost)) + request.overheadTokens;
}

/**
 * Only the context window bounds the input: so with a file, audio or an unknown part, and with what is kept at the provider where the request goes on by
 * its own route; a translation names nothing that is kept.
 */
export function isBoundByWindow(request: WireRequest, upstreams: readonly WireApi[]): boolean {
  return request.needsContextWindow || (upstreams.includes(request.api) && request.references.some(({ isWhole }) => !isWhole));
}

function toolsOverhead({ tools, functions }: JsonObject): number {
  if (tools == null && functions == null) return 0;
  const described = Array.isArray(tools) ? tools.filter(isDescribedByProvider).length : 0;
  return TOOLS_OVERHEAD_TOKENS + described * DESCRIBED_TOOL_TOKENS + flatNameBytes(tools);
}

function isDescribedByProvider(tool: unknown): boolean {
  const type = (tool as JsonObject | null)?.['type'];
  return type != null && type !== 'function' && type !== 'custom';
}
