export { startSandbox } from './sandbox.js';
