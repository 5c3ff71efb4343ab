// `npm run test:sdk`: the suites that need the SDKs that users have, Python's included. Makes a virtual environment with the
// current `openai` package in .venv/sdk (kept; `TOKENOK_SDK_FRESH=1` makes it anew), then runs the tests of test/sdk with it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv', 'sdk');
const python = join(environment, 'bin', 'python');

if (process.env.TOKENOK_SDK_FRESH === '1') rmSync(environment, { recursive: true, force: true });
if (!hasSdk()) {
  console.error(`Installing the openai SDK for Python in ${environment} …`);
  run('python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'openai']);
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
run(process.execPath, [jest, 'test/sdk', ...process.argv.slice(2)], {
  NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
  TOKENOK_SDK_PYTHON: python,
});

function hasSdk() {
  return existsSync(python) && spawnSync(python, ['-c', 'import openai']).status === 0;
}

function run(command, args, more = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...more } });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
