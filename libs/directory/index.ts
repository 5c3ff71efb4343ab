export { type KeyLookup } from './directory.keys.js';
export {
  DIRECTORY_FILTER,
  directoryPlace,
  directoryStream,
  directoryTip,
  evolveDirectory,
  type DirectoryKind,
  type DirectoryPlace,
  type DirectoryRow,
  type DirectoryStates,
} from './directory.row.js';
export { Directory, DirectoryGapError, type CallableProvider } from './directory.js';
export { EntityWriter, type EntityAccepted, type EntityOrigin, type EntityWritten } from './entity-writer.js';
export { DirectoryFollower, type DirectoryFollowerOptions } from './directory.follower.js';
export { catchUpDirectory } from './directory.catch-up.js';
