export type { AccountSnapshots, RegisteredAccount, StoredSnapshot } from './account-snapshots.js';
export { systemOrigin, type CommandOrigin, type Executed, type PlacedEvent } from './account.batch.js';
export type { Peers } from './peers.js';
export { Accounts, NOTICED_TYPES } from './accounts.js';
export { type Leave } from './admission.js';
