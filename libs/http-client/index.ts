export { type AnswerControl, type AnswerHandler } from './answer-handler.js';
export { HttpClient, type Target } from './http-client.js';
export { HttpFault } from './http-fault.js';
