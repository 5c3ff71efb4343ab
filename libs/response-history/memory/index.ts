export { MemoryHistory } from './memory.history.js';
