export { projection, type EventOf, type Projection, type ProjectionOf } from './projection.js';
export { rebuildAndCompare, type Rebuilt, type RebuildOptions } from './projection.rebuild.js';
export { ProjectionRunner, type RunnerOptions } from './projection.runner.js';
export { ProjectorLoop } from './projector.loop.js';
export { type FromProjector, type ProjectorFiles, type ToProjector } from './projector.protocol.js';
export { ProjectorThread, type ProjectorThreadOptions } from './projector.thread.js';
export { ProjectorTroubles, type ProjectorTrouble } from './projector.troubles.js';
export { BUILDING, ProjectorView, type ProjectionStatus, type ProjectorState, type ProjectorStatus } from './projector.view.js';
export { RemoteProjector, type RemoteProjectorOptions } from './remote-projector.js';
