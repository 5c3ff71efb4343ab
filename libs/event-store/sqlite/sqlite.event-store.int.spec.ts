import { afterAll } from '@jest/globals';
import { join } from 'node:path';
import { eventStoreContract } from '../event-store.contract.js';
import { dataDirectory, removeDirectories } from './data-directory.fixture.js';
import { openSqliteEventStore } from './index.js';

afterAll(removeDirectories);

eventStoreContract('SQLite', () => openSqliteEventStore({ file: join(dataDirectory(), 'events.db') }), { histories: 40 });
