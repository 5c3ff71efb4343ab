import { eventStoreContract } from '../testing/event-store.contract.js';
import { createMemoryEventStore } from './index.js';

eventStoreContract('memory', async () => createMemoryEventStore());
