import { availableParallelism } from 'node:os';

/** Specs of an engine need its server: `npm run test:engines` starts one and names it. */
const withoutEngines = process.env.MONGODB_URL ? [] : ['\\.engine\\.spec\\.ts$'];

/** Specs of what is deployed need nginx: `npm run test:deploy` names it. */
const withoutNginx = process.env.TOKENOK_NGINX ? [] : ['\\.deploy\\.spec\\.ts$'];

/** Specs of what a generator of requests makes of the API need it: `npm run test:openapi` installs and names it. */
const withoutGenerator = process.env.TOKENOK_SCHEMATHESIS ? [] : ['\\.fuzz\\.spec\\.ts$'];

/** Specs of the console need a browser: `npm run test:console` names it. */
const withoutBrowser = process.env.TOKENOK_CHROMIUM ? [] : ['\\.browser\\.spec\\.ts$'];

/** Jest 30 over Node's own modules; sources are compiled one by one by swc, decorator metadata included. */
export default {
  testEnvironment: '<rootDir>/scripts/jest/environment.mjs',
  runtime: '<rootDir>/scripts/jest/runtime.mjs',
  testSequencer: '<rootDir>/scripts/jest/sequencer.mjs',
  // More than half of the time they wait, for processes of their own or for what has to take its time: four files more at a time
  // than there are cores.
  maxWorkers: availableParallelism() + 4,
  // What hangs ends by it; whatever may take longer says so, and why. How fast something is, is for the benches to say.
  testTimeout: 60_000,
  transform: {},
  // For `npm run test:changed`, which asks what imports what.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#projections$': '<rootDir>/projections/index.ts',
    '^#(.+)$': '<rootDir>/libs/$1/index.ts',
  },
  testMatch: ['<rootDir>/{apps,libs,projections,test,bench}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...withoutEngines, ...withoutNginx, ...withoutGenerator, ...withoutBrowser],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};
