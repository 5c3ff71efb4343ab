/**
 * What is large, read away from the thread that serves everybody: bodies of requests, and providers' plain answers. What is small never comes here.
 */
export { Aside } from './aside.js';
export { LargeAnswer } from './large-answer.js';
export { type LargeRequest } from './large-request.js';
