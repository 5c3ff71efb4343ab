export { FencedError, ReadModelError, ReadModelUnavailableError, UnknownCursorError, isReadModelAway } from './errors.js';
export {
  type Checkpoint,
  type CollectionName,
  type CollectionOf,
  type CollectionSpec,
  type Commit,
  type Comparison,
  type Indexes,
  type KeepRow,
  type LoadedRow,
  type PageQuery,
  type Poison,
  type ReadModels,
  type RowReader,
  type RowWrite,
  type StoredRow,
} from './read-model.port.js';
export { rowsOf, type TypedPage } from './typed-rows.js';
