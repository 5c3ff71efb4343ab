export { openSqliteEventReader, type SqliteEventReader, type SqliteReaderOptions } from './sqlite.reader.js';
export { openSqliteEventStore, type SqliteEventStore, type SqliteStoreOptions } from './sqlite.event-store.js';
