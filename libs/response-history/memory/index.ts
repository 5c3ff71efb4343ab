export { MemoryResponses } from './memory.history.js';
