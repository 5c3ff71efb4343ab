export { MemoryResponses } from './memory.responses.js';
