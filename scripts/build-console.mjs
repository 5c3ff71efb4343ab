// Builds the console into dist/console when a source of it is newer: bundled, hashed, compressed beforehand. Takes some seconds; does
// nothing otherwise. Nothing of its packages is needed where it is served.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'apps/console');
const out = join(root, 'dist/console');
/** Where a file gains nothing by it, it is served as it is. */
const WORTH_BYTES = 512;

/** True where it was built anew. */
export async function buildConsole() {
  if (!isStale()) return false;
  const partial = `${out}.${process.pid}`;
  const { build } = await import('vite');
  try {
    await build({ configFile: join(source, 'vite.config.ts'), logLevel: 'error', build: { outDir: partial } });
    await compressAll(partial);
    // Two builds at once, or a gateway that is just starting, see one of the two whole.
    rmSync(`${out}.old`, { recursive: true, force: true });
    if (existsSync(out)) renameSync(out, `${out}.old`);
    renameSync(partial, out);
  } finally {
    rmSync(partial, { recursive: true, force: true });
    rmSync(`${out}.old`, { recursive: true, force: true });
  }
  return true;
}

function isStale() {
  const built = modified(join(out, 'index.html'));
  if (built === 0) return true;
  const others = ['package-lock.json', 'scripts/build-console.mjs'].map((name) => join(root, name));
  return [...filesOf(source).filter((path) => !/[.]spec[.]ts$/.test(path)), ...others].some((path) => modified(path) > built);
}

async function compressAll(folder) {
  const files = filesOf(join(folder, 'assets')).filter((path) => /[.](js|css|svg|json)$/.test(path) && statSync(path).size > WORTH_BYTES);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all(
    files.map(async (path) => {
      const bytes = readFileSync(path);
      const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, quality), promisify(gzip)(bytes, { level: 9 })]);
      writeFileSync(`${path}.br`, br);
      writeFileSync(`${path}.gz`, gz);
    }),
  );
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function filesOf(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
