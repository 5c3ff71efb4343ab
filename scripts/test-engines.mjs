// `npm run test:engines`: the specs that need the engines behind a gateway that is not alone. Where `MONGODB_URL` is not set, it
// installs a MongoDB-compatible server in .venv/engines (kept; `TOKENOK_ENGINES_FRESH=1` makes it anew), starts it on a free port
// over a temporary folder, and stops it again. Where `EVENTSTORE_URL` is set, the specs of that adapter run against it too.
// A first argument that is no option names the specs to run; all arguments go on to Jest.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Beta, and pinned: a process beside the tests, never a dependency of the product. */
const SERVER = 'secantusdb==0.7.0b3';
const START_TIMEOUT_MS = 30_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv', 'engines');
const python = join(environment, 'bin', 'python');
const program = join(environment, 'bin', 'secantusd-py');

install();
let jest;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    jest?.kill(signal);
  });
}
const started = process.env.MONGODB_URL ? undefined : await start();
try {
  process.exitCode = interrupted ? 1 : await runJest(process.env.MONGODB_URL || started.url);
} finally {
  await started?.stop();
}

/** The tests that stop a server need it in any case. */
function install() {
  if (process.env.TOKENOK_ENGINES_FRESH === '1') rmSync(environment, { recursive: true, force: true });
  if (existsSync(program)) return;
  console.error(`Installing ${SERVER} in ${environment} …`);
  run('python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SERVER]);
}

async function start() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'engines-'));
  const options = ['--host', '127.0.0.1', '--port', String(port), '--storage-path', folder, '--sync-on-commit', '--log-level', 'ERROR'];
  const server = spawn(program, options, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
    rmSync(folder, { recursive: true, force: true });
  };
  for (const startedMs = performance.now(); !(await answers(port)); await sleep(50)) {
    if (server.exitCode === null && performance.now() - startedMs < START_TIMEOUT_MS) continue;
    await stop();
    throw new Error('The MongoDB server did not start');
  }
  return { url: `mongodb://127.0.0.1:${port}/`, stop };
}

/** Resolves with its exit code. */
function runJest(url) {
  const patterns = process.env.EVENTSTORE_URL ? ['\\.engine\\.spec', '/eventstoredb/'] : ['\\.engine\\.spec'];
  const given = process.argv.slice(2);
  const some = given[0] !== undefined && !given[0].startsWith('-');
  // One file at a time, because they measure how long a change takes to arrive. Stores are away, gateways are taken for dead, leases come
  // back: a test waits for several of these, up to half a minute for each. One that failed may have left a connection open, which must not
  // keep the run from ending.
  const args = [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--forceExit',
    '--maxWorkers=1',
    '--testTimeout=300000',
    ...(some ? [] : ['--testPathPatterns', ...patterns]),
  ];
  jest = spawn(process.execPath, [...args, ...given], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MONGODB_URL: url },
  });
  return new Promise((resolve) => jest.once('exit', (code) => resolve(code ?? 1)));
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answer) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', done(true)).once('error', done(false));
  });
}
