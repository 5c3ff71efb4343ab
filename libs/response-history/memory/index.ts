export { MemoryHistory, MemoryHistory as MemoryResponses } from './memory.history.js';
