export { MongoLeases, openMongoLeases } from './mongodb.leases.js';
export { openMongoLives } from './mongodb.lives.js';
