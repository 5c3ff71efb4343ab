#!/usr/bin/env node
// Starts `tokenok` from a clone: builds what is missing or stale, then runs dist/apps/cli/main.js on the Node that came with the
// dependencies. Plain JavaScript that any Node from 18 on runs, because that is what a shell without npx may find first.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const COULD_NOT_RUN = 2;
const root = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));
const main = join(root, 'dist', 'apps', 'cli', 'main.js');
const pinned = join(root, 'node_modules', '.bin', 'node');

const node = existsSync(pinned) ? pinned : process.execPath;
build();
if (realpathSync(node) === realpathSync(process.execPath)) await import(pathToFileURL(main).href);
else runOn(node);

/** Does nothing, in a fraction of a second, when nothing has changed; an installation without sources has nothing to build. */
function build() {
  const script = join(root, 'scripts', 'build.mjs');
  if (!existsSync(script) || !existsSync(join(root, 'apps', 'cli', 'main.ts'))) return;
  const { status, error } = spawnSync(node, [script], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  if (error) console.error(`tokenok: ${error.message}`);
  console.error('tokenok: the build failed. `npm install` first, where that has not run.');
  process.exit(COULD_NOT_RUN);
}

/** Signals go on to the process that knows what to do about them; its exit code is ours. */
function runOn(command) {
  const child = spawn(command, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`tokenok: ${error.message}`);
    process.exit(COULD_NOT_RUN);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
