import { readModelContract } from '../testing/read-model.contract.js';
import { createMemoryReadModels } from './index.js';

readModelContract('memory', createMemoryReadModels);
