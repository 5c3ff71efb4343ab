import { readFileSync, readdirSync } from 'node:fs';

const isSource = (name: string): boolean => /\.(?:ts|mjs)$/.test(name) && !name.endsWith('.d.ts');
const isOfTests = (path: string): boolean => /\.(?:spec|contract|fixture|program)\.ts$|\/testing\//.test(path);

const under = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .map((path) => `${folder}/${path}`);

const PRODUCT = ['apps', 'libs', 'projections'].flatMap(under);

/** Names of all files that a page can mean. */
export const FILE_NAMES: ReadonlySet<string> = new Set(
  [...PRODUCT, ...['test', 'bench', 'scripts'].flatMap(under)].map((path) => path.slice(path.lastIndexOf('/') + 1)),
);

/** The text of the product, tests and their helpers left out. */
export const SOURCES: readonly { readonly path: string; readonly text: string }[] = PRODUCT.filter((path) => !isOfTests(path)).map(
  (path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }),
);
