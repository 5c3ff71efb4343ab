/** The borders of docs/adr and the house, held by `npm run check`. Each has a fixture that breaks it, in test/checks. */
const floors = require('./scripts/borders/floor.rules.cjs');
const { ADAPTERS, EDGES, PROOFS } = require('./scripts/borders/paths.cjs');

const DOORS = `^libs/[^/]+/(${ADAPTERS})?index[.]ts$`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(node:|virtual:texts/)' } },
    ...floors,
    { name: 'libs-do-not-import-apps', severity: 'error', from: { path: '^(libs|projections)/' }, to: { path: '^apps/' } },
    {
      name: 'no-app-imports-an-app',
      comment: 'An app starts another by its main.js, by a URL made when it runs; what two of them need is a library.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'adapters-never-know-the-ledger',
      comment: 'Whatever its floor says: a store keeps bytes and rows, and no rule of money.',
      severity: 'error',
      from: { path: `^libs/[^/]+/${ADAPTERS}` },
      to: { path: '^libs/(ledger|accounts|claims)/' },
    },
    {
      name: 'a-library-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: PROOFS },
      to: { path: '^libs/', pathNot: ['^libs/$1/', DOORS] },
    },
    {
      name: 'apps-enter-libraries-by-their-index',
      severity: 'error',
      from: { path: '^(projections|apps|bench)/', pathNot: PROOFS },
      to: { path: '^libs/', pathNot: DOORS },
    },
    {
      name: 'projections-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(libs|apps|bench)/', pathNot: PROOFS },
      to: { path: '^projections/', pathNot: '^projections/index[.]ts$' },
    },
    {
      name: 'product-needs-no-proof',
      comment: 'What runs at a customer imports nothing that was written for specs.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: PROOFS },
      to: { path: PROOFS, pathNot: 'node_modules/' },
    },
    {
      name: 'the-console-knows-only-http',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|projections|bench|apps/(?!console/))' },
    },
    {
      name: 'only-the-edge-refuses-in-http',
      comment: 'Commands, rules and rooms return refusals as values; Nest has its own exceptions, which eslint holds.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: [...EDGES, ...PROOFS] },
      to: { path: '^apps/gateway/http/errors/refusal[.]ts$' },
    },
    {
      name: 'only-the-edge-knows-fastify',
      comment: 'gateway.ts makes the server and closes it: it alone holds the application of Nest over Fastify.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: [...EDGES, ...PROOFS, '^apps/gateway/gateway[.]ts$'] },
      to: { path: '(^|/)node_modules/(fastify|@fastify|@nestjs/platform-fastify)/' },
    },
    {
      name: 'the-ground-knows-no-feature',
      severity: 'error',
      from: { path: '^apps/gateway/ground/', pathNot: PROOFS },
      to: { path: '^apps/gateway/', pathNot: '^apps/gateway/ground/' },
    },
    {
      name: 'http-knows-no-room',
      comment: 'What every route needs: it stands below whoever has routes.',
      severity: 'error',
      from: { path: '^apps/gateway/http/', pathNot: PROOFS },
      to: { path: '^apps/gateway/', pathNot: '^apps/gateway/(http|ground)/' },
    },
    {
      name: 'loaded-when-asked-for',
      comment: 'A fifth of a start: by import() where it is needed; what describes a route comes from http/route/described.ts.',
      severity: 'error',
      from: { path: '^apps/gateway/', pathNot: PROOFS },
      to: { path: '(^|/)node_modules/(@nestjs/swagger|axios)/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-books-know-no-http',
      severity: 'error',
      from: { path: '^apps/gateway/books/', pathNot: PROOFS },
      to: { path: '^apps/gateway/http/' },
    },
  ],
  options: require('./scripts/borders/options.cjs'),
};
