import { responsesContract } from '../history.contract.js';
import { MemoryResponses } from './index.js';

responsesContract('memory', async () => new MemoryResponses(), false);
