export { CollectionChangedError, ReadModelError, ReadModelUnavailableError, UnknownCursorError } from './errors.js';
export {
  MAX_ROWS_PER_PAGE,
  type Checkpoint,
  type CollectionName,
  type CollectionSpec,
  type Commit,
  type Comparison,
  type Indexes,
  type IndexValue,
  type Order,
  type PageQuery,
  type Poison,
  type ReadModels,
  type RowPage,
  type RowQuery,
  type RowReader,
  type RowWrite,
  type StoredRow,
} from './read-model.port.js';
export { projection, type EventOf, type Projection, type ProjectionOf } from './projection.js';
export { ProjectionRunner, type RunnerOptions } from './projection.runner.js';
export { rowsOf, type RowsOf, type TypedPage } from './typed-rows.js';
export { rebuildAndCompare, type Rebuilt, type RebuildOptions } from './projection.rebuild.js';
export { ProjectorLoop } from './projector.loop.js';
export { type FromProjector, type ProjectorFiles, type ToProjector } from './projector.protocol.js';
export { LeaderWatch } from './leader-watch.js';
export { ProjectorThread, type ProjectorThreadOptions } from './projector.thread.js';
export { ProjectorTroubles, type ProjectorTrouble } from './projector.troubles.js';
export { BUILDING, ProjectorView, type ProjectionStatus, type ProjectorState, type ProjectorStatus } from './projector.view.js';
export { RemoteProjector, type RemoteProjectorOptions } from './remote-projector.js';
