// `npm run test:openapi`: schemathesis plays every route of /api/openapi.json. It is installed in .venv/openapi (kept;
// `TOKENOK_OPENAPI_FRESH=1` makes it anew). `TOKENOK_FUZZ_SEED` and `TOKENOK_FUZZ_EXAMPLES` play other calls, or more.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pinned: another version finds other things. */
const VERSION = '4.32.5';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv', 'openapi');
const python = join(environment, 'bin', 'python');
const program = join(environment, 'bin', 'schemathesis');

if (process.env.TOKENOK_OPENAPI_FRESH === '1') rmSync(environment, { recursive: true, force: true });
if (!isThere()) {
  console.error(`Installing schemathesis ${VERSION} in ${environment} …`);
  if (!existsSync(python)) run('python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`]);
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
run(process.execPath, [jest, '--maxWorkers=1', '--testPathPatterns', '\\.fuzz\\.spec', ...process.argv.slice(2)], {
  TOKENOK_SCHEMATHESIS: program,
});

function isThere() {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return stdout?.trim().endsWith(VERSION) ?? false;
}

function run(command, args, more = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...more } });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
