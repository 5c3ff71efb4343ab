export { SqliteVault, openSqliteVaultReader } from './sqlite-vault.js';
