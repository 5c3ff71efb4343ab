import { dirname } from 'node:path';
import { isProduct } from './house.mjs';

const FILES_ON_ONE_LEVEL = 30;
const LINES_OF_A_FILE = 300;
/** Made, and never read by anyone. */
const MADE = new Set(['apps/console/src/api/schema.ts']);

/** What one sees at a glance: how many files stand on one level. */
export function* fullFolders({ paths }) {
  const count = new Map();
  for (const path of paths) count.set(dirname(path), (count.get(dirname(path)) ?? 0) + 1);
  for (const [folder, files] of count)
    if (files > FILES_ON_ONE_LEVEL)
      yield { rule: 'no-full-folder', path: folder, why: `${files} files on one level, ${FILES_ON_ONE_LEVEL} at most` };
}

export function* longFiles({ paths, lines }) {
  for (const path of paths.filter((path) => isProduct(path) && !MADE.has(path)))
    if (lines(path) > LINES_OF_A_FILE) yield { rule: 'no-long-file', path, why: `${lines(path)} lines, ${LINES_OF_A_FILE} at most` };
}
