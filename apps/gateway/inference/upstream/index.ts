export { type OurWords } from './our-words.js';
export { isJson } from './is-json.js';
export { type AnswerRoom, type PlainResponse, type StreamResponse } from './response-reader.js';
export { UpstreamClient, type UpstreamCall } from './upstream-client.js';
export { UpstreamFault } from './upstream-fault.js';
