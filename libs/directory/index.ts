export { directoryPlace, evolveDirectory, type DirectoryRow } from './directory.row.js';
export { type DirectoryKind, type DirectoryStates } from './directory.kinds.js';
export { type CallableProvider } from './directory.providers.js';
export { Directory } from './directory.js';
export { EntityWriter, type EntityAccepted, type EntityOrigin, type EntityWritten } from './entity-writer.js';
export { PersonKeeper } from './person-keeper.js';
export { NameKeeper } from './name-keeper.js';
export { DirectoryFollower } from './directory.follower.js';
export { catchUpDirectory } from './directory.catch-up.js';
