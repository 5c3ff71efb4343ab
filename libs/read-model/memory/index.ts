export { createMemoryReadModels } from './memory.read-models.js';
