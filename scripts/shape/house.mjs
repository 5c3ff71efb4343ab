// The files of the house, as the checks of its shape read them: where each stands, whether it is product code, what it imports.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';
import borders from '../borders/paths.cjs';

const TREES = ['apps', 'libs', 'projections', 'test', 'bench'];
const PROOF = new RegExp(borders.PROOFS.join('|'));

export const isProduct = (path) => /[.]tsx?$/.test(path) && !PROOF.test(path);
/** `libs/wire`, `libs/vault/sqlite`: what has a door of its own. */
export const isDoor = (path) => /^(libs\/[^/]+\/([^/]+\/)?|projections\/)index[.]ts$/.test(path);

/** Read from the disk: a checkout without its history is checked as well. */
export function readHouse(root) {
  const paths = TREES.filter((tree) => existsSync(join(root, tree)))
    .flatMap((tree) => readdirSync(join(root, tree), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(node_modules|__pycache__)\//.test(path))
    .sort();
  const sources = new Map();
  return {
    paths,
    lines: (path) => readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n').length,
    source(path) {
      if (!sources.has(path))
        sources.set(path, ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true));
      return sources.get(path);
    },
  };
}

/** The file that a specifier names, as `imports` of package.json and the relative paths say; undefined for packages. */
export function resolved(from, specifier) {
  if (specifier === '#projections') return 'projections/index.ts';
  if (specifier.startsWith('#')) return `libs/${specifier.slice(1)}/index.ts`;
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)).replace(/[.]js$/, '.ts') : undefined;
}

export function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}
