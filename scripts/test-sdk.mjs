// `npm run test:sdk`: the suites that need the SDKs that users have, Python's included. Makes a virtual environment with the
// packages of `PACKAGES` in .venv/sdk (kept; `TOKENOK_SDK_FRESH=1` makes it anew), then runs the tests of test/sdk with it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pinned as the SDKs for Node are in package-lock.json: current when they were last looked at. */
const PACKAGES = { openai: '3.54.0', anthropic: '2.12.0' };

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv', 'sdk');
const python = join(environment, 'bin', 'python');

if (process.env.TOKENOK_SDK_FRESH === '1') rmSync(environment, { recursive: true, force: true });
if (!hasSdks()) {
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}==${version}`);
  console.error(`Installing ${wanted.join(' and ')} for Python in ${environment} …`);
  if (!existsSync(python)) run('python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted]);
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
run(process.execPath, [jest, 'test/sdk', ...process.argv.slice(2)], {
  TOKENOK_SDK_PYTHON: python,
});

/** In these versions, and as they import. */
function hasSdks() {
  const same = Object.entries(PACKAGES).map(([name, version]) => `import ${name}; assert ${name}.__version__ == '${version}'`);
  return existsSync(python) && spawnSync(python, ['-c', same.join('\n')], { stdio: 'ignore' }).status === 0;
}

function run(command, args, more = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...more } });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
