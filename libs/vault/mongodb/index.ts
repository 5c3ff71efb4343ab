export { MongoVault, openMongoVaultReader } from './mongodb.vault.js';
