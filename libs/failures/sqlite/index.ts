export { openSqliteFailures } from './sqlite.failures.js';
