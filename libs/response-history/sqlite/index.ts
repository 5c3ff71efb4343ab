export { openSqliteHistory } from './sqlite.history.js';
