/**
 * The bytes of every protocol under `/v1`: understood as far as holding, routing and metering need, passed on as they came, or said in another protocol. Each
 * room knows only those above it, and no dialect another but `completions`, whose chunks are those of `chat`:
 *
 * | room | what is in it |
 * | --- | --- |
 * | `meaning/` | what words and names of providers mean, as tables with their sources |
 * | `json/` | values and members of JSON, every number as it came |
 * | `common/` | what all dialects share: a request and its bounds, an answer, usage, errors, what a body names at its provider |
 * | `sse/` | frames of an event stream; the facts that a dialect reads from them; the stream that goes on as its bytes came |
 * | `answer/` | an answer between two dialects, whole and as events |
 * | `chat/` `messages/` `responses/` `completions/` `embeddings/` | one dialect each: `request`, `response`, `usage`, `stream` and its `facts`, `reader`, `writer` |
 * | `translation/` | requests, a room for each pair |
 * | `estimate/` | tokens that nobody told |
 * | `aside/` | the same for what is large, in threads of its own; entered by an index of its own |
 *
 * A further protocol is a room with the same short names and a line in `dialects.ts`; each pair that is translated is a room and a line in `bridge.ts`.
 */
export { type AnswerContext, type ToldResponse } from './answer/answer.js';
export {
  answerOfStream,
  outputItems,
  readUpstreamAnswer,
  refusalOfTranslation,
  relayOf,
  renamedTools,
  streamOfAnswer,
  toldAs,
  translateAnswer,
  upstreamApis,
  writeUpstreamRequest,
  type UpstreamRequestBody,
} from './bridge.js';
export { errorBody, type WireError } from './common/errors.js';
export { cleanerOf, type OwnWords } from './common/own-words.js';
export {
  anthropicModel,
  anthropicModelList,
  openaiModel,
  openaiModelList,
  type AnthropicPage,
  type ModelEntry,
} from './common/model-list.js';
export { type Ending } from './meaning/endings.js';
export { type Reference } from './common/references.js';
export { type WireRefusal } from './common/refusal.js';
export { errorForClient, failureBody, readErrorBody, retryAfterIn, type UpstreamError } from './common/upstream-error.js';
export { type ToldUsage } from './common/told-usage.js';
export { USUAL_TRAITS, type TargetTraits } from './fitting/target-traits.js';
export { type InputUsage, type Usage } from './common/usage.js';
export { type NeededPrice } from './common/wire-input.js';
export { boundInputTokens, isBoundByWindow, type ReadRequest, type WireApi, type WireRequest } from './common/wire-request.js';
export { type WireResponse } from './common/wire-response.js';
export { embeddingsAsAsked } from './embeddings/format.js';
export { estimateInputAudio, estimateOutputAudio } from './estimate/audio-tokens.js';
export { countTokensAnswer, estimateInputTokens } from './estimate/input.js';
export { estimateTokens } from './estimate/tokens.js';
export { cleanFrames, cleanJsonBytes } from './json/cleaned.js';
export { type JsonObject } from './json/object.js';
export { LARGE_BYTES, MOST_VALUES, hasTooManyValues, isHeavy } from './json/values.js';
export { readRequest } from './requests.js';
export {
  inputItems,
  keptBefore,
  keptInput,
  namedResponses,
  recallInput,
  type FoundTurns,
  type KeptTurn,
  type NamedResponses,
} from './responses/recall.js';
export { abridgedEvent } from './sse/abridged.js';
export { type SseFields } from './sse/frames.js';
export { type Gathered } from './sse/gathered.js';
export { type StreamState } from './sse/stream-facts.js';
export { type StreamEnd, type StreamRelay } from './sse/stream-relay.js';
export { type TranslationTarget } from './translation/translation.js';
