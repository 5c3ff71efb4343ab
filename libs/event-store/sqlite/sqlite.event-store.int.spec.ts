import { afterAll } from '@jest/globals';
import { join } from 'node:path';
import { eventStoreContract } from '../testing/event-store.contract.js';
import { dataDirectory, removeDirectories } from './testing/data-directory.js';
import { openSqliteEventStore } from './index.js';

afterAll(removeDirectories);

eventStoreContract('SQLite', () => openSqliteEventStore({ file: join(dataDirectory(), 'events.db') }), { histories: 40 });
