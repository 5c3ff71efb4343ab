// `npm run check -- size`: what a browser loads first, and what each further page adds, in brotli, as built. The limits of the console.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sizeLimit from 'size-limit';
import filePlugin from '@size-limit/file';

const FIRST_BYTES = 190_000;
const ROUTE_BYTES = 60_000;
const folder = fileURLToPath(new URL('../dist/console', import.meta.url));
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** Files of a chunk and of all that it imports at once: code and styles. */
function filesOf(key, found = new Set()) {
  const { file, imports = [], css = [] } = manifest[key];
  if (found.has(file)) return found;
  for (const each of [file, ...css]) found.add(each);
  for (const each of imports) filesOf(each, found);
  return found;
}

async function bytesOf(files) {
  const paths = [...files].map((file) => join(folder, file)).map((path) => (existsSync(`${path}.br`) ? `${path}.br` : path));
  // Compressed already: counted as they lie there.
  const [{ size }] = await sizeLimit([filePlugin], { checks: [{ files: paths, brotli: false, gzip: false }] });
  return size;
}

const entry = filesOf('index.html');
const language = Math.max(
  ...(await Promise.all(
    Object.entries(manifest)
      .filter(([key]) => /virtual:texts/.test(key))
      .map(([key]) => bytesOf(filesOf(key))),
  )),
);
let isOver = false;
const tell = (name, bytes, limit) => {
  isOver ||= bytes > limit;
  console.log(`${bytes > limit ? 'over ' : ''}${name}: ${Math.round(bytes / 100) / 10} of ${limit / 1_000} kB`);
};
tell('first load', (await bytesOf(entry)) + language, FIRST_BYTES);
for (const [key, { isDynamicEntry }] of Object.entries(manifest)) {
  if (!isDynamicEntry || /virtual:texts/.test(key)) continue;
  const added = [...filesOf(key)].filter((file) => !entry.has(file));
  tell(key.replace(/^src\//, ''), added.length === 0 ? 0 : await bytesOf(added), ROUTE_BYTES);
}
process.exitCode = isOver ? 1 : 0;
