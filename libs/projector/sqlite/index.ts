export { startProjector } from './projector.js';
export { SqliteRebuildAside } from './rebuild.aside.js';
