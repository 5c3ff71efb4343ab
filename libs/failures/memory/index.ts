export { MemoryFailures } from './memory.failures.js';
