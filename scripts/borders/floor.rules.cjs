const { FLOORS, APPS } = require('./floors.cjs');
const { ADAPTERS, PROOFS } = require('./paths.cjs');

const anyOf = (names) => `(${names.map((name) => name.replace(/[./]/g, '[$&]')).join('|')})`;
/** A package, or the types of it that come in one of their own. */
const packages = (names) => (names.length > 0 ? [`(^|/)node_modules/(@types/)?${anyOf(names)}/`] : []);
const modules = (names) => (names.length > 0 ? [`^(node:)?${anyOf(names)}$`] : []);

/** The files of a room: those of a library without those of its adapters, which have a floor of their own. */
const room = (name) => (/^libs\/[^/]+$/.test(name) ? `^${name}/(?!${ADAPTERS})` : `^${name}/`);
const named = (name) => room(name === 'projections' ? name : `libs/${name}`);

const libraries = Object.entries(FLOORS).map(([name, { libs = [], npm = [], node = [] }]) => ({
  name: `floor-of-${name}`,
  severity: 'error',
  from: { path: room(name), pathNot: PROOFS },
  to: { pathNot: [room(name), ...libs.map(named), ...packages(npm), ...modules(node)] },
}));

const apps = Object.entries(APPS).map(([name, npm]) => ({
  name: `floor-of-${name}`,
  severity: 'error',
  from: { path: `^${name}/`, pathNot: PROOFS },
  to: { path: '(^|/)node_modules/', pathNot: packages(npm) },
}));

/** A new library says on which floor it stands before anyone enters it, and before it imports anything. */
const strangers = `^libs/(?!${anyOf(Object.keys(FLOORS).map((name) => name.replace(/^libs\//, '')))}/)`;
const unknown = [
  { from: { path: strangers }, to: {} },
  { from: {}, to: { path: strangers } },
].map((where) => ({ name: 'every-library-has-a-floor', severity: 'error', ...where }));

module.exports = [...libraries, ...apps, ...unknown];
