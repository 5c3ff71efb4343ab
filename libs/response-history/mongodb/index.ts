export { openMongoHistory } from './mongodb.history.js';
