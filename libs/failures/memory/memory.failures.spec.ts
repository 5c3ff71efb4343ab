import { failuresContract } from '../testing/failures.contract.js';
import { MemoryFailures } from './index.js';

failuresContract('memory', async () => new MemoryFailures());
