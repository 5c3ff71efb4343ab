// `npm run test:sdk`: the suites that need the clients that users have, in every language whose toolchain is there: SDKs, frameworks and
// coding agents. What is missing is said, with the reason; Python has to be there. `TOKENOK_SDK_FRESH=1` installs all of them anew.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Absent, claudeCode, codex, go, installed, java, python } from './sdk-clients.mjs';

const CLIENTS = { Python: python, Go: go, Java: java, Codex: codex, 'Claude Code': claudeCode };

const root = fileURLToPath(new URL('..', import.meta.url));
if (process.env.TOKENOK_SDK_FRESH === '1') rmSync(installed, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });

console.error(`Installing what is missing of ${Object.keys(CLIENTS).join(', ')} in ${installed} …`);
const found = await Promise.allSettled(Object.values(CLIENTS).map((install) => install()));
const environment = {};
for (const [index, name] of Object.keys(CLIENTS).entries()) {
  const { status, value, reason } = found[index];
  if (status === 'fulfilled') Object.assign(environment, value);
  else if (reason instanceof Absent) console.error(`Skipped: ${name}, because ${reason.message}`);
  else fail(`${name}: ${reason.message}`);
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status, error } = spawnSync(process.execPath, [jest, 'test/sdk', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...environment },
});
if (error) fail(error.message);
process.exit(status ?? 1);

function fail(message) {
  console.error(message);
  process.exit(1);
}
