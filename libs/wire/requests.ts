import { readChatRequest } from './chat/request.js';
import type { WireRefusal } from './common/refusal.js';
import type { ReadRequest, WireApi } from './common/wire-request.js';
import { readCompletionsRequest } from './completions/request.js';
import { readEmbeddingsRequest } from './embeddings/request.js';
import { readCountTokensRequest, readMessagesRequest } from './messages/request.js';
import { readResponsesRequest } from './responses/request.js';

const READERS: Readonly<Record<WireApi, (bytes: Uint8Array) => ReadRequest | WireRefusal>> = {
  chat: readChatRequest,
  completions: readCompletionsRequest,
  responses: readResponsesRequest,
  embeddings: readEmbeddingsRequest,
  messages: readMessagesRequest,
  count_tokens: readCountTokensRequest,
};

/** The body of a route, understood, or what is wrong with it. */
export function readRequest(api: WireApi, bytes: Uint8Array): ReadRequest | WireRefusal {
  return READERS[api](bytes);
}
