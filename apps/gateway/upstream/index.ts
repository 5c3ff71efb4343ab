export { MAX_PLAIN_BYTES, type PlainResponse, type StreamResponse, type UpstreamResponse } from './response-reader.js';
export { UpstreamClient, type UpstreamCall, type UpstreamRequest } from './upstream-client.js';
export { UpstreamFault } from './upstream-fault.js';
