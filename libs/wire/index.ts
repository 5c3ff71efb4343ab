export { type AnswerContext, type ToldResponse } from './answer/answer.js';
export {
  outputItems,
  readUpstreamAnswer,
  relayOf,
  translateAnswer,
  upstreamApis,
  writeUpstreamRequest,
  type UpstreamRequestBody,
} from './bridge.js';
export { readChatRequest, type ChatRequest } from './chat/request.js';
export { readChatResponse, type ChatResponse } from './chat/response.js';
export { ChatStreamRelay } from './chat/stream.js';
export { readChatUsage } from './chat/usage.js';
export { type InputUsage, type Usage } from './common/usage.js';
export { type NeededPrice } from './common/wire-input.js';
export { readCompletionsRequest } from './completions/request.js';
export { readEmbeddingsRequest } from './embeddings/request.js';
export { embeddingsAsAsked } from './embeddings/format.js';
export {
  anthropicError,
  anthropicErrorFrame,
  chatErrorFrame,
  errorBody,
  openaiError,
  responsesErrorFrame,
  type WireError,
} from './common/errors.js';
export { readEmbeddingsResponse } from './embeddings/response.js';
export { readEmbeddingsUsage } from './embeddings/usage.js';
export { estimateInputAudio, estimateOutputAudio } from './estimate/audio-tokens.js';
export { countTokensAnswer, estimateInputTokens } from './estimate/input.js';
export { estimatePromptTokens, estimateTokens } from './estimate/tokens.js';
export { type JsonObject } from './json/object.js';
export { readCountTokensRequest, readMessagesRequest } from './messages/request.js';
export { readMessagesResponse } from './messages/response.js';
export { MessagesStreamRelay } from './messages/stream.js';
export { MessagesUsage, readMessagesUsage } from './messages/usage.js';
export {
  anthropicModel,
  anthropicModelList,
  openaiModel,
  openaiModelList,
  type AnthropicPage,
  type ModelEntry,
} from './common/model-list.js';
export { takesReasoning, takesSampling } from './translation/model-traits.js';
export { inputItems, keptItems, namedResponses, recallInput } from './responses/recall.js';
export { type Reference } from './common/references.js';
export { type WireRefusal } from './common/refusal.js';
export { readResponsesRequest } from './responses/request.js';
export { readResponsesResponse } from './responses/response.js';
export { ResponsesStreamRelay } from './responses/stream.js';
export { readResponsesUsage } from './responses/usage.js';
export { SseFrameTooLargeError, SseFrames, readSseFields, type SseFields } from './sse/frames.js';
export { type StreamEnd, type StreamRelay, type StreamState } from './sse/stream-relay.js';
export { type TranslatedRequest, type TranslationTarget } from './translation/translation.js';
export { writeUpstreamBody } from './common/upstream-body.js';
export { errorForClient, readErrorBody, readUpstreamError, type UpstreamError } from './common/upstream-error.js';
export { boundInputTokens, isBoundByWindow, type WireApi, type WireRequest } from './common/wire-request.js';
export { type WireResponse } from './common/wire-response.js';
