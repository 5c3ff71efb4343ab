import { describe } from '@jest/globals';
import type { EventStore } from '../event-store.port.js';
import { appendContract } from './append.contract.js';
import { oracleContract } from './oracle.contract.js';
import { readContract } from './read.contract.js';
import { subscribeContract } from './subscribe.contract.js';

/** What every engine has to keep. `open` gives an empty store; the suite closes it. */
export function eventStoreContract(name: string, open: () => Promise<EventStore>, { histories = 100 } = {}): void {
  describe(`event store: ${name}`, () => {
    appendContract(open);
    readContract(open);
    subscribeContract(open);
    oracleContract(open, histories);
  });
}
