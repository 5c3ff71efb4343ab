export { MongoTerms, openMongoTerms } from './mongodb.terms.js';
export { openMongoLives } from './mongodb.lives.js';
