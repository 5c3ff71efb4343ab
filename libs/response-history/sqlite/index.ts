export { openSqliteResponses } from './sqlite.history.js';
