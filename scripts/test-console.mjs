// `npm run test:console`: the console in Chromium, over gateways that are really started. `TOKENOK_CHROMIUM` names another browser than
// Debian's; `--all` is every page in every theme, language and width; `TOKENOK_SCREENSHOTS=DIR` keeps a picture of each page; a name plays
// the specs that have it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.env.TOKENOK_CHROMIUM ?? '/usr/bin/chromium';
const given = process.argv.slice(2);

if (existsSync(wanted)) play();
else if (process.env.CI) fail(`There is no ${wanted}: apt-get install chromium`);
else console.error(`Left out: there is no ${wanted} (apt-get install chromium)`);

function play() {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const more = { TOKENOK_CHROMIUM: wanted, ...(given.includes('--all') ? { TOKENOK_CONSOLE_ALL: '1' } : {}) };
  const names = given.filter((each) => !each.startsWith('-'));
  const patterns = (names.length > 0 ? names : ['']).map((name) => `${name}[^/]*\\.browser\\.spec`);
  const options = given.filter((each) => each.startsWith('-') && each !== '--all');
  const args = [jest, '--maxWorkers=2', ...options, '--testPathPatterns', ...patterns];
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...more } });
  if (error) fail(error.message);
  process.exitCode = status ?? 1;
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
