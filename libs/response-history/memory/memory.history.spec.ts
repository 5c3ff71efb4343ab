import { responsesContract } from '../testing/history.contract.js';
import { MemoryHistory as MemoryResponses } from './index.js';

responsesContract('memory', async () => new MemoryResponses(), false);
