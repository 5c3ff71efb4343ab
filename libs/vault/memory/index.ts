export { MemoryVault } from './memory-vault.js';
