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
export { readChatRequest } from './chat/request.js';
export { errorBody, type WireError } from './common/errors.js';
export {
  anthropicModel,
  anthropicModelList,
  openaiModel,
  openaiModelList,
  type AnthropicPage,
  type ModelEntry,
} from './common/model-list.js';
export { type Reference } from './common/references.js';
export { type WireRefusal } from './common/refusal.js';
export { errorForClient, readErrorBody, type UpstreamError } from './common/upstream-error.js';
export { type InputUsage, type Usage } from './common/usage.js';
export { type NeededPrice } from './common/wire-input.js';
export { boundInputTokens, isBoundByWindow, type WireApi, type WireRequest } from './common/wire-request.js';
export { type WireResponse } from './common/wire-response.js';
export { readCompletionsRequest } from './completions/request.js';
export { embeddingsAsAsked } from './embeddings/format.js';
export { readEmbeddingsRequest } from './embeddings/request.js';
export { estimateInputAudio, estimateOutputAudio } from './estimate/audio-tokens.js';
export { countTokensAnswer, estimateInputTokens } from './estimate/input.js';
export { estimateTokens } from './estimate/tokens.js';
export { type JsonObject } from './json/object.js';
export { readCountTokensRequest, readMessagesRequest } from './messages/request.js';
export { inputItems, keptItems, namedResponses, recallInput } from './responses/recall.js';
export { readResponsesRequest } from './responses/request.js';
export { type StreamEnd, type StreamRelay } from './sse/stream-relay.js';
export { takesReasoning, takesSampling } from './translation/model-traits.js';
export { type TranslationTarget } from './translation/translation.js';
