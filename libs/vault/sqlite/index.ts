export { SqliteVault } from './sqlite-vault.js';
