/** The borders of docs/adr and the house style, held by `npm run check`. */
const lib = (name) => `^libs/${name}/`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'money-imports-nothing',
      severity: 'error',
      from: { path: lib('money'), pathNot: '[.]spec[.]ts$' },
      to: { pathNot: lib('money') },
    },
    {
      name: 'ledger-imports-only-money',
      severity: 'error',
      from: { path: lib('ledger'), pathNot: '([.]spec[.]ts$|/testing/)' },
      to: { pathNot: `(${lib('ledger')}|${lib('money')}index[.]ts$)` },
    },
    {
      name: 'projections-are-pure',
      comment: 'Projections fold events: pure libraries only, no Nest, no node:, no npm package.',
      severity: 'error',
      from: { path: '^projections/', pathNot: '([.]spec[.]ts$|/testing/)' },
      to: { pathNot: '^(projections|libs/(money|ledger|event-store|read-model|projecting|streams|identity|catalog|directory|claims|accounts))/' },
    },
    {
      name: 'adapters-know-only-their-port',
      severity: 'error',
      from: { path: '^libs/(event-store|read-model|membership|projecting|vault|response-history)/(sqlite|memory|eventstoredb|mongodb)/' },
      to: { path: '^libs/', pathNot: '^libs/(event-store|read-model|membership|projecting|vault|response-history|money|mongodb)/' },
    },
    { name: 'libs-do-not-import-apps', severity: 'error', from: { path: '^(libs|projections)/' }, to: { path: '^apps/' } },
    {
      name: 'no-app-imports-an-app',
      comment: 'An app starts another by its main.js, by a URL made when it runs; what two of them need is a library.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'a-library-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: '([.](contract|spec)[.]ts$|/testing/)' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/((sqlite|memory|eventstoredb|mongodb)/)?index[.]ts$'] },
    },
    {
      name: 'apps-enter-libraries-by-their-index',
      severity: 'error',
      from: { path: '^(projections|apps|bench)/', pathNot: '([.]spec[.]ts$|/testing/)' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/((sqlite|memory|eventstoredb|mongodb)/)?index[.]ts$' },
    },
    {
      name: 'the-console-knows-only-http',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|projections|apps/(?!console))' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^node:' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['tokenok-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
