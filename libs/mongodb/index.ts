export { MongoConnection, type MongoOptions } from './connection.js';
export { DUPLICATE_KEY, isDuplicate } from './duplicate-key.js';
