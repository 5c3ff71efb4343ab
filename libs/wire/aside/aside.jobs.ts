import {
  abridgedEvent,
  answerOfStream,
  cleanFrames,
  cleanJsonBytes,
  cleanerOf,
  embeddingsAsAsked,
  estimateInputAudio,
  estimateInputTokens,
  estimateTokens,
  hasTooManyValues,
  inputItems,
  namedResponses,
  outputItems,
  readRequest,
  readUpstreamAnswer,
  recallInput,
  refusalOfTranslation,
  renamedTools,
  streamOfAnswer,
  translateAnswer,
  writeUpstreamRequest,
  type AnswerContext,
  type FoundTurns,
  type Gathered,
  type JsonObject,
  type NamedResponses,
  type OwnWords,
  type ReadRequest,
  type TranslationTarget,
  type Usage,
  type WireApi,
  type WireRefusal,
  type WireRequest,
  type WireResponse,
} from '#wire';
import { askedOf } from './asked.js';

/** What is known of a large body without having it at hand. */
export interface LargeFacts extends WireRequest {
  readonly chars: number;
  /** Only for Responses: what it names that this gateway may keep. */
  readonly named: NamedResponses | undefined;
}

export interface TooManyValues {
  readonly kind: 'too many values';
}

/** A provider's plain answer, without its content. */
export type AnswerFacts = Omit<WireResponse, 'body' | 'texts' | 'audioChars'>;

const TOO_MANY: TooManyValues = { kind: 'too many values' };

/**
 * What is asked of a thread: each job has the bytes of one body, and remembers nothing of it. What it needs is parsed anew, which takes time that nobody
 * else waits for; what a parsed body would take for as long as its answer lasts is memory that everybody shares.
 */
export const JOBS = {
  read(bytes: Buffer, api: WireApi): LargeFacts | WireRefusal | TooManyValues {
    if (hasTooManyValues(bytes)) return TOO_MANY;
    const request = readRequest(api, bytes);
    return request.kind === 'refusal' ? request : factsOf(request);
  },

  /** For each of these routes of a provider, why the body cannot be said by it. */
  refusals(bytes: Buffer, api: WireApi, upstreams: readonly WireApi[], outputLimit: number): NonNullable<WireRequest['refused']> {
    const request = wellRead(api, bytes);
    return Object.fromEntries(upstreams.map((upstream) => [upstream, refusalOfTranslation(request, upstream, outputLimit)]));
  },

  write(bytes: Buffer, api: WireApi, upstream: WireApi, target: TranslationTarget) {
    const request = wellRead(api, bytes);
    const written = writeUpstreamRequest(request, upstream, target);
    return written.kind === 'refusal' ? written : { ...written, renamed: renamedTools(request, upstream) };
  },

  async estimateInput(bytes: Buffer, api: WireApi, model: string) {
    const request = wellRead(api, bytes);
    return { tokens: await estimateInputTokens(request, model), audioTokens: estimateInputAudio(request.body) };
  },

  /** Texts stand beside the bytes, which are none. */
  estimateTexts: (_bytes: Buffer, model: string, texts: readonly string[]): Promise<number> => estimateTokens(model, texts),

  /** The items of a request's own input, as JSON. */
  ownInput: (bytes: Buffer, api: WireApi): string => JSON.stringify(inputItems(wellRead(api, bytes))),

  /** The body with everything of ours that it names in its input. `own`: the items of its own input, as JSON. */
  recall(bytes: Buffer, named: NamedResponses, found: FoundTurns) {
    const recalled = recallInput(wellRead('responses', bytes), named, found);
    if ('kind' in recalled) return recalled;
    const { request, own, itemsBefore } = recalled;
    const whole = Buffer.from(request.text);
    return hasTooManyValues(whole) ? TOO_MANY : { facts: factsOf(request), bytes: whole, own: JSON.stringify(own), itemsBefore };
  },

  readAnswer(bytes: Buffer, upstream: WireApi): AnswerFacts | undefined {
    const answer = hasTooManyValues(bytes) ? undefined : readUpstreamAnswer(upstream, bytes);
    if (!answer) return undefined;
    const { usage, told, ending, isEmpty, serviceTier, unpriced, keptIds, error } = answer;
    return { usage, told, ending, isEmpty, serviceTier, unpriced, keptIds, error };
  },

  /** A plain answer as a stream, or a stream as a plain answer. */
  reshape: (bytes: Buffer, upstream: WireApi, to: 'stream' | 'plain'): Gathered =>
    to === 'stream' ? streamOfAnswer(upstream, bytes) : answerOfStream(upstream, bytes),

  async estimateOutput(bytes: Buffer, upstream: WireApi, model: string) {
    const answer = readUpstreamAnswer(upstream, bytes);
    return { tokens: await estimateTokens(model, answer?.texts() ?? []), audioChars: answer?.audioChars?.() ?? 0 };
  },

  /** `output`: its items as JSON, where it is one of Responses. */
  translate(bytes: Buffer, api: WireApi, upstream: WireApi, usage: Usage, context: AnswerContext) {
    const translated = translateAnswer(api, upstream, readUpstreamAnswer(upstream, bytes)!, usage, context);
    return { bytes: translated, output: api === 'responses' ? JSON.stringify(outputItems(translated)) : undefined };
  },

  /** What a provider says of a failure, without these words; `framed`: as frames of a stream. Undefined where that changes nothing. */
  clean(bytes: Buffer, words: OwnWords, framed: boolean) {
    const clean = cleanerOf(words);
    const cleaned = framed ? cleanFrames(bytes, clean) : cleanJsonBytes(bytes, clean);
    return { bytes: cleaned === bytes ? undefined : cleaned };
  },

  /** One event of a stream, as far as anything of it is read. */
  abridge: (bytes: Buffer) => abridgedEvent(bytes),

  /** Vectors in the encoding that was asked for; undefined where the answer may go as it came. */
  asAsked: (bytes: Buffer, asked: JsonObject) => ({ bytes: embeddingsAsAsked(asked, readUpstreamAnswer('embeddings', bytes)!.body) }),
};

export type Jobs = typeof JOBS;

function factsOf(request: ReadRequest): LargeFacts {
  const { body: _body, text, members: _members, ...facts } = request;
  return { ...facts, asked: askedOf(request), chars: text.length, named: namedResponses(request) };
}

/** What was read once reads the same again. */
function wellRead(api: WireApi, bytes: Buffer): ReadRequest {
  const request = readRequest(api, bytes);
  if (request.kind === 'refusal') throw new TypeError('A body that was read is refused');
  return request;
}
