import { readModelContract } from '../read-model.contract.js';
import { createMemoryReadModels } from './index.js';

readModelContract('memory', createMemoryReadModels);
