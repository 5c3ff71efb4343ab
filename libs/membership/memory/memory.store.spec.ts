import { leadershipContract } from '../testing/leadership.contract.js';
import { livesContract } from '../testing/lives.contract.js';
import { MemoryStore } from './index.js';

leadershipContract('memory', () => {
  const store = new MemoryStore();
  return { leases: store.leases, readModels: (lease) => store.readModels(lease) };
});
livesContract('memory', () => new MemoryStore().lives);
