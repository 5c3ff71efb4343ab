import { asClientCalls, noArguments, type AnswerContext, type AsClientCalls, type RenamedTools } from './answer/answer.js';
import { TranslatedStreamRelay } from './answer/translated-stream.js';
import { brokenCall } from './chat/answer.reader.js';
import { refuse, type WireRefusal } from './common/refusal.js';
import { CHAT_NAME_CHARS, MESSAGES_NAME_CHARS, type ToolNames } from './common/tool-names.js';
import { believable, wholeUsage, type ToldUsage } from './common/told-usage.js';
import { readUpstreamError } from './common/upstream-error.js';
import { clientsName, fitting, withEdits } from './fitting/fitted.js';
import { USUAL_TRAITS } from './fitting/target-traits.js';
import { writeUpstreamBody } from './fitting/upstream-body.js';
import type { Usage } from './common/usage.js';
import type { ReadRequest, WireApi, WireRequest } from './common/wire-request.js';
import { parseAnswer, type WireResponse } from './common/wire-response.js';
import { DIALECTS } from './dialects.js';
import { exactNumber, hasOtherNumbers, parseExactly } from './json/exact.js';
import type { JsonObject } from './json/object.js';
import { gathered, type Gathered } from './sse/gathered.js';
import type { StreamRelay } from './sse/stream-relay.js';
import { chatToMessages } from './translation/chat-to-messages/request.js';
import { completionsToChat } from './translation/completions-to-chat/request.js';
import { completionsToMessages } from './translation/completions-to-messages/request.js';
import { messagesToChat } from './translation/messages-to-chat/request.js';
import { toolNamesOfMessages } from './translation/messages-to-chat/tools.js';
import { responsesToChat } from './translation/responses-to-chat/request.js';
import { toolNamesOfResponses } from './translation/responses-to-chat/tools.js';
import { responsesToMessages } from './translation/responses-to-messages/request.js';
import type { TranslatedRequest, TranslationTarget } from './translation/translation.js';

interface Translation {
  readonly request: (body: JsonObject, target: TranslationTarget) => TranslatedRequest | WireRefusal;
  /** Where tools may have other names at the provider: those of the client's body. */
  readonly toolNames?: (body: JsonObject) => ToolNames;
}

/**
 * Client's route, then the provider's: every pair that is translated. A pair of equals passes through; any other pair does not exist. The answer comes back through
 * `reader` of the provider's dialect and `writer` of the client's.
 */
const TRANSLATIONS: Readonly<Partial<Record<WireApi, Partial<Record<WireApi, Translation>>>>> = {
  chat: { messages: { request: chatToMessages } },
  messages: { chat: { request: messagesToChat, toolNames: toolNamesOfMessages } },
  responses: {
    chat: { request: responsesToChat, toolNames: (body) => toolNamesOfResponses(body, CHAT_NAME_CHARS) },
    messages: { request: responsesToMessages, toolNames: (body) => toolNamesOfResponses(body, MESSAGES_NAME_CHARS) },
  },
  completions: { chat: { request: completionsToChat }, messages: { request: completionsToMessages } },
};

/** The provider's routes that a client's route can be answered by, the best first. */
export function upstreamApis(api: WireApi): readonly WireApi[] {
  return [api, ...(Object.keys(TRANSLATIONS[api] ?? {}) as WireApi[])];
}

export interface UpstreamRequestBody {
  readonly kind: 'upstream';
  readonly bytes: Buffer;
  /** For `x-tokenok-dropped`. */
  readonly dropped: readonly string[];
  /** Of a body that is read aside. */
  readonly renamed?: RenamedTools;
}

/** The body for a provider's route: the client's bytes where it is the same route, else a translation, or a refusal that names the client's field. */
export function writeUpstreamRequest(
  request: ReadRequest,
  upstream: WireApi,
  target: TranslationTarget,
): UpstreamRequestBody | WireRefusal {
  if (request.api === upstream) {
    const losesReasoning = request.references.some(({ id, isReasoning }) => isReasoning === true && target.foreignIds?.has(id) === true);
    const written = writeUpstreamBody(request, target);
    if (written.kind !== 'upstream') return written;
    const dropped = losesReasoning || (request.hasSealed && request.api === 'responses') ? ['input.reasoning'] : [];
    if (request.hasSealed && request.api !== 'responses') dropped.push('messages.content.thinking');
    return dropped.length === 0 ? written : { ...written, dropped: [...written.dropped, ...dropped] };
  }
  const reference = request.references.find(({ isWhole, isReasoning }) => !isWhole && !isReasoning);
  if (reference)
    return refuse(
      reference.field,
      `${reference.field} names nothing that this gateway keeps for you, and this model's provider, which is of another protocol, keeps nothing`,
    );
  const exact = exactBody(request);
  const translated = translationOf(request.api, upstream).request(exact ? contentExactly(request.body, exact) : request.body, target);
  if (translated.kind === 'refusal') return translated;
  const body = exact ? asSpelled(translated.body, request.body, exact) : translated.body;
  const fitted = fitting({ api: upstream, body, outputLimit: target.outputLimit }, target.traits);
  const named = (field: string): string => clientsName(request.api, upstream, field, request.body);
  if (fitted.kind === 'refusal') return fitted.param === null ? fitted : { ...fitted, param: named(fitted.param) };
  const dropped = [...new Set([...translated.dropped, ...fitted.dropped.map(named)])];
  return { kind: 'upstream', bytes: Buffer.from(JSON.stringify(withEdits(body, fitted.edits))), dropped };
}

/** Members whose numbers go on as they came: arguments, schemas, and what nobody here knows. Numbers of all others are read. */
const CONTENT = ['messages', 'system', 'input', 'tools', 'functions', 'response_format', 'text', 'output_config', 'output_format'];

/** Undefined where every number is written as it would be anyway. */
function exactBody({ text }: ReadRequest): JsonObject | undefined {
  return hasOtherNumbers(text) ? (parseExactly(text) as JsonObject) : undefined;
}

function contentExactly(body: JsonObject, exact: JsonObject): JsonObject {
  return { ...body, ...Object.fromEntries(CONTENT.filter((name) => name in exact).map((name) => [name, exact[name]])) };
}

/** Numbers that stand in the body itself, under the same name on both sides (`temperature`, `seed`). */
function asSpelled(translated: JsonObject, given: JsonObject, exact: JsonObject): JsonObject {
  const spelled = Object.keys(translated).filter(
    (name) => typeof translated[name] === 'number' && translated[name] === given[name] && exactNumber(exact[name]) !== undefined,
  );
  return { ...translated, ...Object.fromEntries(spelled.map((name) => [name, exact[name]])) };
}

/** Why it cannot be said by this route of a provider, whichever model answers there. Of a body that is read aside it was asked before. */
export function refusalOfTranslation(request: WireRequest, upstream: WireApi, outputLimit: number): WireRefusal | undefined {
  if (!isRead(request)) return request.refused?.[upstream];
  const written = writeUpstreamRequest(request, upstream, { model: '', outputLimit, traits: USUAL_TRAITS });
  return written.kind === 'refusal' ? written : undefined;
}

function isRead(request: WireRequest): request is ReadRequest {
  return 'text' in request;
}

/** The tools of a request that its translation calls otherwise. */
export function renamedTools({ api, body }: ReadRequest, upstream: WireApi): RenamedTools {
  return (api === upstream ? undefined : translationOf(api, upstream).toolNames?.(body).renamed()) ?? new Map();
}

function translationOf(api: WireApi, upstream: WireApi): Translation {
  const found = TRANSLATIONS[api]?.[upstream];
  if (!found) throw new TypeError(`${api} is not translated to ${upstream}`);
  return found;
}

/**
 * A provider's plain answer, read for metering in its own dialect. Undefined: it is none. `api`: the client's route; what cannot be told there is the provider's
 * failure.
 */
export function readUpstreamAnswer(upstream: WireApi, bytes: Buffer, api = upstream): WireResponse | undefined {
  const read = DIALECTS[upstream].readAnswer(bytes);
  if (!read || api === upstream) return read;
  // Most answers have no number that would be written otherwise: those are parsed once.
  const exact = hasOtherNumbers(bytes.toString('utf8')) ? parseAnswer(bytes, parseExactly) : undefined;
  const broken = api === 'messages' ? brokenCall(DIALECTS[upstream].reader!.answer(exact ?? read.body)) : undefined;
  return { ...read, exact, error: read.error ?? (broken === undefined ? undefined : readUpstreamError(noArguments(broken))) };
}

/** Bytes for the client, and the names of what is not in them. */
export interface TranslatedAnswer {
  readonly bytes: Buffer;
  readonly dropped: readonly string[];
}

/** A plain answer for who asked for a stream: as the frames of one. Where it is none, the error that it reports, if any. */
export function streamOfAnswer(upstream: WireApi, bytes: Buffer): Gathered {
  const { reshaped } = DIALECTS[upstream];
  const answer = reshaped && readUpstreamAnswer(upstream, bytes);
  if (!answer || answer.error || answer.isEmpty) return { body: undefined, error: answer?.error };
  return { body: Buffer.from(reshaped.frames(parseExactly(bytes.toString('utf8')) as JsonObject)) };
}

/** A whole stream for who asked for a plain answer. */
export function answerOfStream(upstream: WireApi, bytes: Buffer): Gathered {
  const { reshaped } = DIALECTS[upstream];
  const made = reshaped ? gathered(bytes, reshaped.gatherer()) : { body: undefined, error: undefined };
  if (!made.body || !made.told) return made;
  const answer = readUpstreamAnswer(upstream, made.body);
  return { ...made, told: believable(made.told, () => answer?.texts().some((text) => text !== '') === true) };
}

/** The same answer, as what was told of its usage while it was a stream. */
export const toldAs = <Answer extends Pick<WireResponse, 'told' | 'usage'>>(answer: Answer, told: ToldUsage): Answer => ({
  ...answer,
  told,
  usage: wholeUsage(told),
});

/** The plain answer in the client's dialect. Only for a pair that is translated; any other answer goes on as its bytes came. */
export function translateAnswer(
  api: WireApi,
  upstream: WireApi,
  { body, exact = body }: Pick<WireResponse, 'body' | 'exact'>,
  usage: Usage,
  context: AnswerContext,
): TranslatedAnswer {
  const named = clientsNames(translationOf(api, upstream), context);
  const answer = DIALECTS[upstream].reader!.answer(exact);
  const blocks = answer.blocks.map((block) => named(block));
  return {
    bytes: Buffer.from(JSON.stringify(DIALECTS[api].writer!.answer({ ...answer, blocks }, usage, context))),
    dropped: answer.dropped,
  };
}

function clientsNames({ toolNames }: Translation, { request, renamed }: AnswerContext): AsClientCalls {
  if (renamed) return (block) => (block.kind === 'call' ? { ...block, ...renamed.get(block.name) } : block);
  return toolNames ? asClientCalls(() => toolNames(request)) : (block) => block;
}

/** The items of a response that `translateAnswer` has made. */
export function outputItems(response: Buffer): readonly JsonObject[] {
  return (JSON.parse(response.toString('utf8')) as { readonly output: readonly JsonObject[] }).output;
}

/** The machine that a provider's stream goes through on its way to the client. */
export function relayOf(request: WireRequest, upstream: WireApi, context: AnswerContext): StreamRelay {
  const { api } = request;
  const relay = api === upstream ? DIALECTS[api].relay(request) : translatedRelay(api, upstream, context);
  relay.endsWithoutDone = context.endsWithoutDone === true;
  return relay;
}

function translatedRelay(api: WireApi, upstream: WireApi, context: AnswerContext): StreamRelay {
  const named = clientsNames(translationOf(api, upstream), context);
  return new TranslatedStreamRelay(DIALECTS[upstream].reader!.stream(), DIALECTS[api].writer!.stream(context), context, named);
}
