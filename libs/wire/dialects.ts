import type { Answer, AnswerContext } from './answer/answer.js';
import type { StreamReader } from './answer/stream-reader.js';
import type { StreamWriter } from './answer/stream-writer.js';
import { answerFromChat } from './chat/answer.reader.js';
import { answerToChat } from './chat/answer.writer.js';
import { readChatResponse } from './chat/response.js';
import { ChatStreamRelay } from './chat/stream.js';
import { ChatStreamReader } from './chat/stream.reader.js';
import { ChatStreamWriter } from './chat/stream.writer.js';
import { ChatGatherer, chatFrames } from './chat/whole.js';
import type { Usage } from './common/usage.js';
import type { WireApi, WireRequest } from './common/wire-request.js';
import type { WireResponse } from './common/wire-response.js';
import { answerToCompletions } from './completions/answer.writer.js';
import { CompletionsStreamWriter } from './completions/stream.writer.js';
import { readEmbeddingsResponse } from './embeddings/response.js';
import type { JsonObject } from './json/object.js';
import { answerFromMessages } from './messages/answer.reader.js';
import { answerToMessages } from './messages/answer.writer.js';
import { readMessagesResponse } from './messages/response.js';
import { MessagesStreamRelay } from './messages/stream.js';
import { MessagesStreamReader } from './messages/stream.reader.js';
import { MessagesStreamWriter } from './messages/stream.writer.js';
import { MessagesGatherer, messagesFrames } from './messages/whole.js';
import { answerToResponses } from './responses/answer.writer.js';
import { readResponsesResponse } from './responses/response.js';
import { ResponsesStreamRelay } from './responses/stream.js';
import { ResponsesStreamWriter } from './responses/stream.writer.js';
import { ResponsesGatherer, responsesFrames } from './responses/whole.js';
import type { Gatherer } from './sse/gathered.js';
import type { StreamRelay } from './sse/stream-relay.js';

/** What becomes of an answer in each dialect; the pieces stand in its room. */
interface Dialect {
  /** A provider's plain answer, read for metering. Undefined: it is none. */
  readonly readAnswer: (bytes: Buffer) => WireResponse | undefined;
  /** A provider's stream on its way to a client of the same dialect. */
  readonly relay: (request: WireRequest) => StreamRelay;
  /** A provider's answer in the shape that it was not asked for: a plain one as a stream, and a stream as a plain one (WIRE.md). */
  readonly reshaped?: { readonly frames: (body: JsonObject) => string; readonly gatherer: () => Gatherer };
  /** A provider's answer, to be said in another dialect. */
  readonly reader?: { readonly answer: (body: JsonObject) => Answer; readonly stream: () => StreamReader };
  /** An answer of another dialect, said to a client. */
  readonly writer?: {
    readonly answer: (answer: Answer, usage: Usage, context: AnswerContext) => JsonObject;
    readonly stream: (context: AnswerContext) => StreamWriter;
  };
}

const chunks = ({ includeUsage, answers }: WireRequest): StreamRelay => new ChatStreamRelay({ includeUsage, choices: answers });

const reshapedChunks = { frames: chatFrames, gatherer: () => new ChatGatherer() };

/** `completions` has chunks and answers as `chat` has. `embeddings` and `count_tokens` never stream. */
export const DIALECTS: Readonly<Record<WireApi, Dialect>> = {
  chat: {
    readAnswer: readChatResponse,
    relay: chunks,
    reshaped: reshapedChunks,
    reader: { answer: answerFromChat, stream: () => new ChatStreamReader() },
    writer: { answer: answerToChat, stream: (context) => new ChatStreamWriter(context) },
  },
  messages: {
    readAnswer: readMessagesResponse,
    relay: () => new MessagesStreamRelay(),
    reshaped: { frames: messagesFrames, gatherer: () => new MessagesGatherer() },
    reader: { answer: answerFromMessages, stream: () => new MessagesStreamReader() },
    writer: { answer: answerToMessages, stream: (context) => new MessagesStreamWriter(context) },
  },
  responses: {
    readAnswer: readResponsesResponse,
    relay: () => new ResponsesStreamRelay(),
    reshaped: { frames: responsesFrames, gatherer: () => new ResponsesGatherer() },
    writer: { answer: answerToResponses, stream: (context) => new ResponsesStreamWriter(context) },
  },
  completions: {
    readAnswer: readChatResponse,
    relay: chunks,
    reshaped: reshapedChunks,
    writer: { answer: answerToCompletions, stream: (context) => new CompletionsStreamWriter(context) },
  },
  embeddings: { readAnswer: readEmbeddingsResponse, relay: chunks },
  count_tokens: { readAnswer: readChatResponse, relay: chunks },
};
