export { openMongoLeases } from './mongodb.leases.js';
export { openMongoLives } from './mongodb.lives.js';
export { openMongoReadModels, openMongoRowReader, type MongoReadModelOptions } from './mongodb.open.js';
export { openMongoScratch } from './mongodb.scratch.js';
