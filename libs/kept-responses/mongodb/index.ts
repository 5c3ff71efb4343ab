export { openMongoResponses } from './mongodb.responses.js';
