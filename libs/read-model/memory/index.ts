export { MemoryReadModels, createMemoryReadModels } from './memory.read-models.js';
