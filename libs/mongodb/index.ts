export { MongoConnection, type MongoOptions } from './connection.js';
