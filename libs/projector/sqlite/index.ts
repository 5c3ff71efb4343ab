export { startProjector } from './projector.js';
