import type { Answer, AnswerContext } from './answer.js';
import { answerFromChat } from './answer.from-chat.js';
import { answerFromMessages } from './answer.from-messages.js';
import { answerToChat } from './answer.to-chat.js';
import { answerToMessages } from './answer.to-messages.js';
import { answerToResponses } from './answer.to-responses.js';
import { readChatResponse, readEmbeddingsResponse } from './chat-response.js';
import { ChatStreamRelay } from './chat-stream.js';
import { chatToMessages } from './chat-to-messages.request.js';
import type { Usage } from './chat-usage.js';
import { answerToCompletions } from './answer.to-completions.js';
import { completionsToMessages } from './completions-to-messages.request.js';
import { parseExactly } from './exact-json.js';
import { readMessagesResponse } from './messages-response.js';
import { MessagesStreamRelay } from './messages-stream.js';
import { messagesToChat } from './messages-to-chat.request.js';
import { refuse, type JsonObject, type WireRefusal } from './refusal.js';
import { readResponsesResponse } from './responses-response.js';
import { ResponsesStreamRelay } from './responses-stream.js';
import { responsesToChat } from './responses-to-chat.request.js';
import { responsesToMessages } from './responses-to-messages.request.js';
import { ChatStreamReader } from './stream.from-chat.js';
import { MessagesStreamReader } from './stream.from-messages.js';
import { ChatStreamWriter } from './stream.to-chat.js';
import { CompletionsStreamWriter } from './stream.to-completions.js';
import { MessagesStreamWriter } from './stream.to-messages.js';
import { ResponsesStreamWriter } from './stream.to-responses.js';
import type { StreamRelay } from './stream-relay.js';
import { TranslatedStreamRelay } from './translated-stream.js';
import type { TranslationTarget } from './translation.js';
import { writeUpstreamBody } from './upstream-body.js';
import type { WireApi, WireRequest } from './wire-request.js';
import type { WireResponse } from './wire-response.js';

type Translate = (body: JsonObject, target: TranslationTarget) => ReturnType<typeof chatToMessages>;

/** Client's route, then the provider's: every pair that is translated. A pair of equals passes through; any other pair does not exist. */
const TRANSLATIONS: Readonly<Partial<Record<WireApi, Partial<Record<WireApi, Translate>>>>> = {
  chat: { messages: chatToMessages },
  messages: { chat: messagesToChat },
  responses: { chat: responsesToChat, messages: responsesToMessages },
  completions: { messages: completionsToMessages },
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
  const translated = translationOf(request.api, upstream)(parseExactly(request.text) as JsonObject, target);
  if (translated.kind === 'refusal') return translated;
  return { kind: 'upstream', bytes: Buffer.from(JSON.stringify(translated.body)), dropped: translated.dropped };
}

function translationOf(api: WireApi, upstream: WireApi): Translate {
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
  translationOf(api, upstream);
  const answer = upstream === 'messages' ? answerFromMessages(body) : answerFromChat(body);
  return Buffer.from(JSON.stringify(said(api, answer, usage, context)));
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
    translationOf(api, upstream);
    const reader = upstream === 'messages' ? new MessagesStreamReader() : new ChatStreamReader();
    return new TranslatedStreamRelay(reader, writerOf(api, context), context);
  }
  if (api === 'messages') return new MessagesStreamRelay();
  return api === 'responses' ? new ResponsesStreamRelay() : new ChatStreamRelay({ includeUsage, choices: answers });
}

function writerOf(api: WireApi, context: AnswerContext) {
  if (api === 'messages') return new MessagesStreamWriter(context);
  if (api === 'completions') return new CompletionsStreamWriter(context);
  return api === 'responses' ? new ResponsesStreamWriter(context) : new ChatStreamWriter(context);
}
