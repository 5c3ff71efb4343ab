export { openEngines } from './projector.engines.js';
