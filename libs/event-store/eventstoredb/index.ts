export { openEventStoreDb, type EventStoreDbOptions, type EventStoreDbStore } from './eventstoredb.event-store.js';
