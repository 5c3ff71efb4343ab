import all from './jest.config.js';

/** `npm run test:unit`: the specs that start no process and open no socket, file or store. */
export default { ...all, testPathIgnorePatterns: ['/node_modules/', '\\.(int|e2e|engine|fuzz|deploy|browser)\\.spec\\.ts$'] };
