export { openSqliteResponses } from './sqlite.responses.js';
