/** Specs of an engine need its server: `npm run test:engines` starts one and names it. */
const withoutEngines = process.env.MONGODB_URL ? [] : ['\\.engine\\.spec\\.ts$'];

/** Jest 30 on native ES modules; sources are compiled one by one by swc, decorator metadata included. */
export default {
  testEnvironment: 'node',
  // Only what hangs ends by it: how fast something is, is for the benches to say.
  testTimeout: 300_000,
  testEnvironmentOptions: { customExportConditions: ['tokenok-source', 'node', 'node-addons', 'import', 'default'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: ['<rootDir>/{apps,libs,projections,test,bench}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...withoutEngines],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};
