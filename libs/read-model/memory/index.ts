export { createMemoryReadModels } from './memory.read-models.js';
export { MemoryStore } from './memory.store.js';
