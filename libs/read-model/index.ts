export { CollectionChangedError, FencedError, ReadModelError, ReadModelUnavailableError, UnknownCursorError } from './errors.js';
export { LEASE_EVERY_MS, Leadership, type LeadershipOptions } from './leadership.js';
export { type Lease, type LeaseRecord, type LeaseStore } from './leadership.port.js';
export { BEAT_EVERY_MS, LifeWatch, type LifeWatchOptions, type ObservedLife } from './life-watch.js';
export { LifeEndedError, type LifeRecord, type LifeStore } from './lives.port.js';
export {
  MAX_ROWS_PER_PAGE,
  type Checkpoint,
  type CollectionName,
  type CollectionSpec,
  type CollectionOf,
  type Commit,
  type Comparison,
  type Fence,
  type Fences,
  type Indexes,
  type IndexValue,
  type LoadedRow,
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
