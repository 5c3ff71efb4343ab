export { openSqliteReadModels, openSqliteRowReader } from './sqlite.read-models.js';
