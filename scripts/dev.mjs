// `npm run dev`: the gateway with reload. Builds what changes in the sources and starts the gateway anew; a change that does not compile
// is told, and the gateway that runs goes on. All of its environment is the gateway's (`.env` of the operator's shell, `PORT`, …).
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Editors and version control write several files at once. */
const QUIET_MS = 100;

let gateway;
let changed;
let work = start();
let isEnding = false;

for (const folder of ['apps', 'libs', 'projections']) watch(join(root, folder), { recursive: true }, (_event, name) => notice(name));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end());

function notice(name) {
  if (!name?.endsWith('.ts') || name.endsWith('.spec.ts')) return;
  clearTimeout(changed);
  changed = setTimeout(() => (work = work.then(reload)), QUIET_MS);
}

async function reload() {
  if (isEnding) return;
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  if (status !== 0) return console.error('dev: does not compile; the gateway that runs goes on');
  await stop();
  await start();
  console.error(`dev: started anew (${Math.round(performance.now() - begun)} ms)`);
}

async function start() {
  gateway = spawn(process.execPath, [join(root, 'dist', 'apps', 'gateway', 'main.js')], { cwd: root, stdio: 'inherit' });
  const started = gateway;
  started.once('error', ({ message }) => console.error(`dev: ${message}`));
  started.once('exit', (code, signal) => {
    if (gateway === started && !isEnding) console.error(`dev: the gateway ended with ${code ?? signal}; the next change starts it again`);
  });
}

/** Requests that are under way end first, as when an operator stops it. */
async function stop() {
  const stopped = gateway;
  gateway = undefined;
  if (stopped.exitCode !== null || stopped.signalCode !== null) return;
  const ended = new Promise((resolve) => stopped.once('exit', resolve));
  stopped.kill('SIGTERM');
  await ended;
}

async function end() {
  if (isEnding) return;
  isEnding = true;
  await work;
  await stop();
  process.exit(0);
}
