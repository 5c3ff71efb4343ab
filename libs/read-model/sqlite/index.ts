export { openSqliteReadModels, openSqliteRowReader, type SqliteReadModelOptions } from './sqlite.read-models.js';
