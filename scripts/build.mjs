// Builds the console (build-console.mjs), and compiles every other TypeScript source that is newer than its output to dist/, file by
// file, with the same swc settings as the tests. Types are checked by `npm run check`, not here.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './build-console.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist');
const isBuilt = (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.endsWith('.d.ts');
const sources = ['apps', 'libs', 'projections', 'test', 'bench'].flatMap((folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && isBuilt(entry.name))
        .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
        .filter((name) => !name.startsWith('apps/console/'))
    : [],
);
const target = (source) => join(out, source.replace(/\.ts$/, '.js'));
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const settings = Math.max(...['.swcrc', 'package.json', 'scripts/build.mjs'].map((name) => modified(join(root, name))));
const stale = sources.filter((source) => modified(target(source)) <= Math.max(modified(join(root, source)), settings));

removeOrphans();
const consoleBuilt = buildConsole();
if (stale.length > 0) {
  const { transform } = await import('@swc/core');
  await Promise.all(stale.map(compile));

  async function compile(source) {
    const path = join(root, source);
    const { code, map } = await transform(readFileSync(path, 'utf8'), { filename: path, root, sourceMaps: true });
    mkdirSync(dirname(target(source)), { recursive: true });
    const mapName = `${target(source).split('/').at(-1)}.map`;
    writeWhole(`${target(source)}.map`, map);
    writeWhole(target(source), `${code}\n//# sourceMappingURL=${mapName}\n`);
  }
}
await consoleBuilt;

/** Two builds at once, or a program that is just starting, never see half a file. */
function writeWhole(path, text) {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, path);
}

/** A deleted source must not live on in dist/. */
function removeOrphans() {
  if (!existsSync(out)) return;
  const wanted = new Set(sources.map(target));
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith('.js') && !wanted.has(path) && !path.startsWith(join(out, 'console'))) {
      rmSync(path);
      rmSync(`${path}.map`, { force: true });
    }
  }
}
