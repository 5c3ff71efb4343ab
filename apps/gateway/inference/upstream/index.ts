export { type OurWords } from './our-words.js';
export { beginsAsEvents } from './event-stream.js';
export { isJson } from './is-json.js';
export { chunkSource } from './chunk-source.js';
export { type ChunkSink, type ChunkSource } from './chunk-queue.js';
export { type AnswerListener, type AnswerRoom, type PlainResponse, type StreamResponse, type UpstreamResponse } from './response-reader.js';
export { UpstreamClient, type AwaitedCall, type UpstreamCall, type UpstreamRequest } from './upstream-client.js';
export { UpstreamFault } from './upstream-fault.js';
