export { openSqliteHistory, openSqliteHistory as openSqliteResponses } from './sqlite.history.js';
