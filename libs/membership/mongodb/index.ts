export { MongoTerms, openMongoTerms, openMongoTerms as openMongoLeases } from './mongodb.terms.js';
export { openMongoLives } from './mongodb.lives.js';
