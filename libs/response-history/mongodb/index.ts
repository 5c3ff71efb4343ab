export { openMongoResponses } from './mongodb.history.js';
