import { vaultContract } from '../testing/vault.contract.js';
import { MemoryVault } from './index.js';

vaultContract('memory', (master) => new MemoryVault(master));
