// The clients of `npm run test:sdk` beside those for Node: each is installed into .venv (kept), where its toolchain is there.
// Every function resolves with the environment by which the suites find the client; `Absent` says why there is none.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pinned as the SDKs for Node are in package-lock.json: current when they were last looked at. Go's and Java's versions stand in test/support/sdk. */
const PYTHON = {
  openai: '3.54.0',
  anthropic: '2.12.0',
  'openai-agents': '0.24.0',
  'pydantic-ai-slim': '2.68.0',
  'langchain-openai': '1.7.4',
  'langchain-anthropic': '1.7.10',
};
const CODEX = { '@openai/codex': '0.171.0' };
const CLAUDE_CODE = { [`@anthropic-ai/claude-code-${process.platform}-${process.arch}`]: '2.1.332' };
const GO_AT_LEAST = 21; // from 1.21 on it fetches the version that go.mod wants

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'test', 'support', 'sdk');
export const installed = join(root, '.venv');

export class Absent extends Error {}

export async function python() {
  const at = join(installed, 'sdk');
  const program = join(at, 'bin', 'python');
  const same = Object.entries(PYTHON).map(([name, version]) => `assert version('${name}') == '${version}'`);
  const check = ['from importlib.metadata import version', ...same].join('\n');
  if (!existsSync(program) || spawnSync(program, ['-c', check], { stdio: 'ignore' }).status !== 0) {
    if (!existsSync(program)) await run('python3', ['-m', 'venv', at]);
    const wanted = Object.entries(PYTHON).map(([name, version]) => `${name}==${version}`);
    await run(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted]);
  }
  return { TOKENOK_SDK_PYTHON: program };
}

/** Unoptimised: these SDKs are large, and what is built runs for a second. */
export async function go() {
  const found = /go1\.(\d+)/.exec(output('go', ['version']));
  if (!found) throw new Absent('there is no Go');
  if (Number(found[1]) < GO_AT_LEAST) throw new Absent(`Go 1.${found[1]} is too old: 1.${GO_AT_LEAST} or later is needed`);
  const program = join(installed, 'go-client');
  await run('go', ['build', '-gcflags=all=-N -l', '-ldflags=-s -w', '-o', program, '.'], join(sources, 'go'));
  return { TOKENOK_SDK_GO: program };
}

export async function java() {
  for (const program of ['javac', 'mvn']) if (!output(program, ['-version'])) throw new Absent(`there is no ${program}`);
  const at = join(installed, 'java');
  const pom = join(sources, 'java', 'pom.xml');
  const stamp = join(at, 'pom.xml');
  const wanted = readFileSync(pom, 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${join(at, 'lib')}`]);
    writeFileSync(stamp, wanted);
  }
  const classPath = [at, join(at, 'lib', '*')].join(delimiter);
  await run('javac', ['-cp', classPath, '-d', at, join(sources, 'java', 'Client.java')]);
  return { TOKENOK_SDK_JAVA: classPath };
}

export const codex = async () => {
  const modules = await fromNpm('codex', CODEX);
  return { TOKENOK_SDK_CODEX: join(modules, '.bin', 'codex') };
};

/** The platform's package has the program; the one around it only copies it. */
export const claudeCode = async () => {
  const modules = await fromNpm('claude-code', CLAUDE_CODE);
  return { TOKENOK_SDK_CLAUDE_CODE: join(modules, ...Object.keys(CLAUDE_CODE)[0].split('/'), 'claude') };
};

/** A place of its own for each, so that both can be installed at once. No install script is run. */
async function fromNpm(folder, wanted) {
  const [[name, version]] = Object.entries(wanted);
  const at = join(installed, folder);
  const manifest = join(at, 'node_modules', name, 'package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== version) {
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), '{"private":true}\n');
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    await run('npm', ['install', ...quiet, `${name}@${version}`], at).catch((fault) => {
      throw new Absent(`${name} could not be installed: ${fault.message}`);
    });
  }
  return join(at, 'node_modules');
}

/** Empty where the program is not there. */
function output(command, args) {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : '';
}

function run(command, args, cwd = root) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (fault) => reject(new Error(`${command}: ${fault.message}`)));
    child.on('exit', (status) => (status === 0 ? resolve() : reject(new Error(`${command} ${args[0]} ended with ${status}`))));
  });
}
