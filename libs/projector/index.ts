export { ProjectorLeadsError, buildMissing, type BuildMissingOptions } from './build-missing.js';
export { PROJECTOR_LEADERSHIP, type ProjectorStores } from './projector.stores.js';
export { StandingProjector, type ProjectorPhase, type StandingProjectorOptions } from './standing-projector.js';
