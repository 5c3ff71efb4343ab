import { asClientCalls, type Answer, type AnswerContext, type AsClientCalls } from './answer/answer.js';
import { TranslatedStreamRelay } from './answer/translated-stream.js';
import { answerFromChat } from './chat/answer.reader.js';
import { answerToChat } from './chat/answer.writer.js';
import { readChatResponse } from './chat/response.js';
import { ChatStreamRelay } from './chat/stream.js';
import { ChatStreamReader } from './chat/stream.reader.js';
import { ChatStreamWriter } from './chat/stream.writer.js';
import { refuse, type WireRefusal } from './common/refusal.js';
import { CHAT_NAME_CHARS, MESSAGES_NAME_CHARS, type ToolNames } from './common/tool-names.js';
import { writeUpstreamBody } from './common/upstream-body.js';
import type { Usage } from './common/usage.js';
import type { WireApi, WireRequest } from './common/wire-request.js';
import type { WireResponse } from './common/wire-response.js';
import { answerToCompletions } from './completions/answer.writer.js';
import { CompletionsStreamWriter } from './completions/stream.writer.js';
import { readEmbeddingsResponse } from './embeddings/response.js';
import { parseExactly } from './json/exact.js';
import type { JsonObject } from './json/object.js';
import { answerFromMessages } from './messages/answer.reader.js';
import { answerToMessages } from './messages/answer.writer.js';
import { readMessagesResponse } from './messages/response.js';
import { MessagesStreamRelay } from './messages/stream.js';
import { MessagesStreamReader } from './messages/stream.reader.js';
import { MessagesStreamWriter } from './messages/stream.writer.js';
import { answerToResponses } from './responses/answer.writer.js';
import { readResponsesResponse } from './responses/response.js';
import { ResponsesStreamRelay } from './responses/stream.js';
import { ResponsesStreamWriter } from './responses/stream.writer.js';
import type { StreamRelay } from './sse/stream-relay.js';
import { chatToMessages } from './translation/chat-to-messages/request.js';
import { completionsToChat } from './translation/completions-to-chat/request.js';
import { completionsToMessages } from './translation/completions-to-messages/request.js';
import { messagesToChat } from './translation/messages-to-chat/request.js';
import { toolNamesOfMessages } from './translation/messages-to-chat/tools.js';
import { responsesToChat } from './translation/responses-to-chat/request.js';
import { toolNamesOfResponses } from './translation/responses-to-chat/tools.js';
import { responsesToMessages } from './translation/responses-to-messages/request.js';
import type { TranslationTarget } from './translation/translation.js';

interface Translation {
  readonly request: (body: JsonObject, target: TranslationTarget) => ReturnType<typeof chatToMessages>;
  /** Where tools may have other names at the provider: those of the client's body. */
  readonly toolNames?: (body: JsonObject) => ToolNames;
}

/** Client's route, then the provider's: every pair that is translated. A pair of equals passes through; any other pair does not exist. */
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
}

/** The body for a provider's route: the client's bytes where it is the same route, else a translation, or a refusal that names the client's field. */
export function writeUpstreamRequest(
  request: WireRequest,
  upstream: WireApi,
  target: TranslationTarget,
): UpstreamRequestBody | WireRefusal {
  if (request.api === upstream) {
    const losesReasoning = request.references.some(({ id, isReasoning }) => isReasoning === true && target.foreignIds?.has(id) === true);
    return { kind: 'upstream', bytes: writeUpstreamBody(request, target), dropped: losesReasoning ? ['input.reasoning'] : [] };
  }
  const reference = request.references.find(({ isWhole, isReasoning }) => !isWhole && !isReasoning);
  if (reference)
    return refuse(
      reference.field,
      `${reference.field} names nothing that this gateway keeps for you, and this model's provider, which is of another protocol, keeps nothing`,
    );
  // Parsed again, because numbers above 2^53 in the input of a call have to stay what they are.
  const translated = translationOf(request.api, upstream).request(parseExactly(request.text) as JsonObject, target);
  if (translated.kind === 'refusal') return translated;
  return { kind: 'upstream', bytes: Buffer.from(JSON.stringify(translated.body)), dropped: translated.dropped };
}

function translationOf(api: WireApi, upstream: WireApi): Translation {
  const found = TRANSLATIONS[api]?.[upstream];
  if (!found) throw new TypeError(`${api} is not translated to ${upstream}`);
  return found;
}

/** A provider's plain answer, read for metering in its own dialect. Undefined: it is none. */
export function readUpstreamAnswer(upstream: WireApi, bytes: Buffer): WireResponse | undefined {
  switch (upstream) {
    case 'chat':
    case 'completions':
    case 'count_tokens':
      return readChatResponse(bytes);
    case 'messages':
      return readMessagesResponse(bytes);
    case 'responses':
      return readResponsesResponse(bytes);
    case 'embeddings':
      return readEmbeddingsResponse(bytes);
  }
}

/** The plain answer in the client's dialect. Only for a pair that is translated; any other answer goes on as its bytes came. */
export function translateAnswer(api: WireApi, upstream: WireApi, { body }: WireResponse, usage: Usage, context: AnswerContext): Buffer {
  const named = clientsNames(translationOf(api, upstream), context);
  const answer = upstream === 'messages' ? answerFromMessages(body) : answerFromChat(body);
  const blocks = answer.blocks.map((block) => named(block));
  return Buffer.from(JSON.stringify(said(api, { ...answer, blocks }, usage, context)));
}

function clientsNames({ toolNames }: Translation, { request }: AnswerContext): AsClientCalls {
  return toolNames ? asClientCalls(() => toolNames(request)) : (block) => block;
}

/** The items of a response that `translateAnswer` has made. */
export function outputItems(response: Buffer): readonly JsonObject[] {
  return (JSON.parse(response.toString('utf8')) as { readonly output: readonly JsonObject[] }).output;
}

function said(api: WireApi, answer: Answer, usage: Usage, context: AnswerContext): JsonObject {
  if (api === 'messages') return answerToMessages(answer, usage);
  if (api === 'completions') return answerToCompletions(answer, usage, context);
  return api === 'responses' ? answerToResponses(answer, usage, context) : answerToChat(answer, usage, context);
}

/** The machine that a provider's stream goes through on its way to the client. */
export function relayOf(request: WireRequest, upstream: WireApi, context: AnswerContext): StreamRelay {
  const { api, includeUsage, answers } = request;
  if (api !== upstream) {
    const named = clientsNames(translationOf(api, upstream), context);
    const reader = upstream === 'messages' ? new MessagesStreamReader() : new ChatStreamReader();
    return new TranslatedStreamRelay(reader, writerOf(api, context), context, named);
  }
  if (api === 'messages') return new MessagesStreamRelay();
  return api === 'responses' ? new ResponsesStreamRelay() : new ChatStreamRelay({ includeUsage, choices: answers });
}

function writerOf(api: WireApi, context: AnswerContext) {
  if (api === 'messages') return new MessagesStreamWriter(context);
  if (api === 'completions') return new CompletionsStreamWriter(context);
  return api === 'responses' ? new ResponsesStreamWriter(context) : new ChatStreamWriter(context);
}
