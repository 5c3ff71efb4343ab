import { afterAll } from '@jest/globals';
import { eventStoreContract } from '../../libs/event-store/testing/event-store.contract.js';
import { closeServer, openOnServer } from '../support/eventstoredb/store-on-server.js';

afterAll(closeServer);

eventStoreContract('EventStoreDB', openOnServer, { histories: 40 });
