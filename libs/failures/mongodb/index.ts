export { openMongoFailures } from './mongodb.failures.js';
