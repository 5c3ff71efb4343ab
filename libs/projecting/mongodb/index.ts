export { openMongoScratch } from './mongodb.scratch.js';
