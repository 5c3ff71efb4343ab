// `npm run test:deploy`: what is deployed, with the real nginx, which TOKENOK_NGINX names or the path has. Where there is none it says
// so and tests nothing; where CI is set, that is a failure.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Debian has it where only root's path leads.
const CANDIDATES = [process.env.TOKENOK_NGINX, 'nginx', '/usr/sbin/nginx'].filter(Boolean);

const nginx = CANDIDATES.find((each) => spawnSync(each, ['-v'], { stdio: 'ignore' }).status === 0);
if (nginx === undefined) {
  console.error(
    'There is no nginx on this machine, so nothing was tested. On Debian: apt-get install nginx-light. TOKENOK_NGINX names another.',
  );
  process.exit(process.env.CI ? 1 : 0);
}
const args = [
  join(root, 'node_modules/jest/bin/jest.js'),
  '--maxWorkers=1',
  '--testPathPatterns',
  '\\.deploy\\.spec',
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, TOKENOK_NGINX: nginx } });
process.exit(status ?? 1);
