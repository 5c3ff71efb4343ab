export { MongoLeases, openMongoLeases } from './mongodb.terms.js';
export { openMongoLives } from './mongodb.lives.js';
