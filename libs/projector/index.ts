export { ProjectorLeadsError, buildMissing } from './build-missing.js';
export { PROJECTOR_LEADERSHIP } from './projector.stores.js';
export { StandingProjector } from './standing-projector.js';
