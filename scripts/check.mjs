// `npm run check`: types, type-aware lint, format, borders, dead code. Runs them all, tells what failed and how long each took.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const CHECKS = [
  ['types', 'tsc', '-p', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['borders', 'depcruise', '--output-type', 'err-long', 'apps', 'libs', 'projections', 'bench', 'test'],
  ['dead code', 'knip', '--no-progress'],
  ['lint', 'eslint', '--max-warnings', '0', '.'],
];
const wanted = process.argv.slice(2);
const failed = [];
for (const [name, command, ...args] of CHECKS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = performance.now();
  const { status } = spawnSync(`${root}node_modules/.bin/${command}`, args, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${Math.round((performance.now() - started) / 100) / 10} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}
