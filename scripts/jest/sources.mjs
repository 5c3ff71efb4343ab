// Node's module loading over the sources of this repository: `.ts` is compiled file by file with the settings of the build, libraries are
// entered by `tokenok-source`, and `@jest/globals` is what Jest gives to the spec file that runs. The product and its packages stay loaded
// from one spec file to the next; what belongs to the tests is made anew for each, with its hooks and with what it keeps in its modules.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync, version } from '@swc/core';

const root = new URL('../../', import.meta.url).href;
const isSource = (url) => url?.startsWith(root) === true && /\.ts(\?\d+)?$/.test(url) && !url.includes('/node_modules/');
const OF_TESTS = /^(test\/|.*\/testing\/|.*\.spec\.ts$)/;
const isOfTests = (url) => isSource(url) && OF_TESTS.test(url.slice(root.length));
const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];
const GIVEN = Symbol.for('tokenok.jest-globals');
const CACHE = fileURLToPath(new URL('node_modules/.cache/tokenok-tests/', root));
const SETTINGS = `${version} ${readFileSync(new URL('.swcrc', root), 'utf8')}`;
/** Where the source map of a loaded module lies, by its URL: Jest reads it for the stack of what failed. */
export const sourceMaps = new Map();
/** Counts the spec files of this worker. */
let turn = 0;

/** For the spec file that is loaded next. */
export function giveGlobals(globals) {
  turn += 1;
  globalThis[GIVEN] = globals;
}

export function loadSources() {
  mkdirSync(CACHE, { recursive: true });
  registerHooks({ resolve, load });
}

function resolve(specifier, context, next) {
  const { parentURL, conditions } = context;
  if (!isSource(parentURL)) return inItsTurn(next(specifier, context));
  if (specifier === '@jest/globals') return { url: `jest-globals:${turn}`, format: 'module', shortCircuit: true };
  if (specifier.startsWith('#')) return next(specifier, { ...context, conditions: ['tokenok-source', ...conditions] });
  if (/^\.\.?\/.*\.js$/.test(specifier)) return inItsTurn(next(specifier.replace(/\.js$/, '.ts'), context));
  return next(specifier, context);
}

const inItsTurn = (found) => (isOfTests(found.url) ? { ...found, url: `${found.url}?${turn}` } : found);

function load(url, context, next) {
  if (url.startsWith('jest-globals:')) return { format: 'module', source: globalsModule(), shortCircuit: true };
  if (!isSource(url)) return next(url, context);
  const compiled = compile(fileURLToPath(url));
  sourceMaps.set(url, `${compiled}.map`);
  return { format: 'module', source: readFileSync(compiled, 'utf8'), shortCircuit: true };
}

/** Once for each content of a file, whichever worker and run comes first. */
function compile(filename) {
  const source = readFileSync(filename, 'utf8');
  const compiled = `${CACHE}${createHash('sha256').update(`${SETTINGS} ${filename} ${source}`).digest('hex')}.js`;
  if (existsSync(compiled)) return compiled;
  const { code, map } = transformSync(source, { filename, sourceMaps: true });
  writeWhole(`${compiled}.map`, map);
  writeWhole(compiled, code);
  return compiled;
}

function writeWhole(path, text) {
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

function globalsModule() {
  const read = `const given = globalThis[Symbol.for('${Symbol.keyFor(GIVEN)}')];`;
  return [read, ...NAMES.map((name) => `export const ${name} = given.${name};`)].join('\n');
}
