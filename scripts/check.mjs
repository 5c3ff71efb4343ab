// `npm run check`: types, type-aware lint, format, borders, dead code, shape, and the size of the console. Runs as many at once as there are cores, tells
// what failed and how long each took; what one of them says is shown in one piece.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const TREES = ['apps', 'libs', 'projections', 'bench', 'test'];
// The longest first, so that the short ones fill up what is left.
const CHECKS = [
  ['lint', 'eslint', '--max-warnings', '0', '.'],
  ['types', 'tsc', '-p', '.'],
  ['console types', 'tsc', '-p', 'apps/console'],
  ['browser types', 'tsc', '-p', 'test/console'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['borders', 'depcruise', '--output-type', 'err-long', ...TREES],
  ['folders', 'depcruise', '--config', 'scripts/borders/folders.cjs', '--output-type', 'err-long', ...TREES],
  ['dead code', 'knip', '--no-progress'],
  ['shape', 'node', 'scripts/shape.mjs'],
  ['size', 'node', 'scripts/console-size.mjs'],
];
const wanted = process.argv.slice(2);
const waiting = CHECKS.filter(([name]) => wanted.length === 0 || wanted.includes(name));
const failed = [];

await Promise.all(Array.from({ length: availableParallelism() }, next));
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}

async function next() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, command, ...args] = check;
    const started = performance.now();
    const { isGreen, said } = await run(command, args);
    process.stdout.write(said);
    console.log(`${isGreen ? 'ok    ' : 'FAILED'} ${name} (${Math.round((performance.now() - started) / 100) / 10} s)`);
    if (!isGreen) failed.push(name);
  }
}

function run(command, args) {
  return new Promise((done) => {
    const child = spawn(`${root}node_modules/.bin/${command}`, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
    child.once('error', (fault) => done({ isGreen: false, said: `${command}: ${fault.message}\n` }));
    child.once('close', (status) => done({ isGreen: status === 0, said: Buffer.concat(said) }));
  });
}
