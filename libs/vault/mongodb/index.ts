export { MongoVault } from './mongodb.vault.js';
