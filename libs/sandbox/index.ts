export { startSandbox } from './sandbox.thread.js';
