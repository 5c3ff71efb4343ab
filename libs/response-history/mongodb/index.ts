export { openMongoHistory, openMongoHistory as openMongoResponses } from './mongodb.history.js';
