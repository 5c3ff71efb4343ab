// Type-aware lint: floating promises, exhaustive switches, no clock or random in pure code, no float money.
import tseslint from 'typescript-eslint';

/** Pure code: what it needs of time and chance comes in with the command or the event. */
const NO_CLOCK = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'No clock in pure code: time comes in with the command.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'No clock in pure code: time comes in with the command.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'No random in pure code.' },
  { selector: "CallExpression[callee.property.name='randomUUID']", message: 'No random in pure code.' },
  { selector: "MemberExpression[object.name='performance'][property.name='now']", message: 'No clock in pure code.' },
];
const NO_FLOAT_MONEY = [
  { selector: "CallExpression[callee.name='parseFloat']", message: 'No float ever holds money.' },
  { selector: "CallExpression[callee.property.name='toFixed']", message: 'No float ever holds money.' },
];

/** Nest's exceptions are names of a module that everything may import: what the cruiser cannot tell apart is held here. */
const NO_EXCEPTIONS = [
  {
    group: ['@nestjs/common'],
    importNamePattern: 'Exception$',
    message: 'Refusals are values; only the edge says them in HTTP.',
  },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data/**', '**/*.js', '**/*.mjs'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/console/tsconfig.json', './test/console/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: false }],
      // Nest resolves injected classes from their runtime imports: `import type` there compiles and then fails.
      '@typescript-eslint/consistent-type-imports': 'off',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // The router is told where to go, and that there is nothing, by what is thrown.
    files: ['apps/console/**/*.ts', 'apps/console/**/*.tsx'],
    rules: {
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: ['Redirect', 'NotFoundError'] }] },
      ],
    },
  },
  { files: ['libs/money/**/*.ts', 'libs/ledger/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...NO_CLOCK, ...NO_FLOAT_MONEY] } },
  { files: ['libs/routing/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...NO_CLOCK] } },
  { files: ['projections/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...NO_CLOCK, ...NO_FLOAT_MONEY] } },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['apps/gateway/{http,auth,console}/**', 'apps/gateway/inference/edge/**', '**/*.controller.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: NO_EXCEPTIONS }] },
  },
  {
    files: ['**/*.spec.ts', '**/*.contract.ts', '**/testing/**', 'test/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off' },
  },
);
