import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ADMIN_TOKEN, GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';

const page = readFileSync('docs/sandbox.md', 'utf8');
const blocks = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block.trim().split('\n'));
/** The first one defines what the others use. */
const [definitions = [], ...examples] = blocks;

interface Line {
  readonly command: string;
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

/** `command   # what its output has; not what it has not` */
function lineOf(line: string): Line {
  const [, command = '', comment = ''] = /^(.*?)(?:\s+# (.*))?$/.exec(line) ?? [];
  const parts = comment === '' ? [] : comment.split('; ');
  const isUnwanted = (part: string) => part.startsWith('not ');
  return { command, wanted: parts.filter((part) => !isUnwanted(part)), unwanted: parts.filter(isUnwanted).map((part) => part.slice(4)) };
}

let gateway: GatewayProcess;
let key: string;
beforeAll(async () => {
  gateway = await GatewayProcess.start();
  key = /Bearer (tok_\w+)/.exec(gateway.out)?.[1] ?? '';
});
afterAll(async () => {
  await gateway?.stop('SIGKILL');
  removeDirectories();
});

/** Where a machine has no curl, as much of it as is needed. */
const CURL =
  spawnSync('curl', ['--version']).status === 0
    ? []
    : [`curl() { '${process.execPath}' '${fileURLToPath(new URL('testing/curl.mjs', import.meta.url))}' "$@"; }`];

/** The lines of a block run in one shell, as they would be typed; the output of each, its errors included. */
async function run(lines: readonly string[]): Promise<string[]> {
  const mark = '=== next ===';
  const script = [...CURL, ...definitions, 'exec 2>&1', ...lines.flatMap((line) => [line, `echo '${mark}'`])].join('\n');
  const env = { PATH: process.env['PATH'], B: gateway.url, KEY: key, TOKEN: ADMIN_TOKEN };
  return new Promise((resolve) => execFile('sh', ['-c', script], { env }, (_fault, out) => resolve(out.split(mark).slice(0, -1))));
}

const titles = examples.map((lines, index) => [`${index + 1}: ${lines[0]!.slice(0, 60).trim()} …`, lines] as const);

describe('docs/sandbox.md', () => {
  it('has examples, and in each of them what to look for', () => {
    const lines = examples.flat().map(lineOf);
    expect(lines.length).toBeGreaterThan(60);
    const silent = lines.filter(({ command, wanted, unwanted }) => wanted.length + unwanted.length === 0 && !/^\w+=\S*$/.test(command));
    expect(silent).toEqual([]);
  });

  it.each(titles)('works as typed, %s', async (_title, typed) => {
    const outputs = await run(typed);
    const failed: unknown[] = [];
    for (const [index, { command, wanted, unwanted }] of typed.map(lineOf).entries()) {
      const output = outputs[index] ?? '';
      const missing = wanted.filter((part) => !output.includes(part));
      const there = unwanted.filter((part) => output.includes(part));
      if (missing.length + there.length > 0) failed.push({ command, missing, there, output });
    }
    expect(failed).toEqual([]);
  });
});
