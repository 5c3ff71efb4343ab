export { openSqliteEventReader, type SqliteEventReader } from './sqlite.reader.js';
export { openSqliteEventStore } from './sqlite.event-store.js';
