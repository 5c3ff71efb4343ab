export type { AccountSnapshots, RegisteredAccount, StoredSnapshot } from './account-snapshots.js';
export { AccountLoader, type LoadedAccount } from './account.loader.js';
export { systemOrigin, type CommandOrigin, type Executed, type PlacedEvent } from './account.batch.js';
export { AccountWriter } from './account.writer.js';
export type { Peers } from './peers.js';
export { Accounts, NOTICED_TYPES, type AccountsOptions } from './accounts.js';
export { Admission, DEFAULT_ADMISSION, type AdmissionLimits, type Leave } from './admission.js';
