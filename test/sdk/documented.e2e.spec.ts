import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Access } from '../support/sdk/clients/client.js';
import { SdkFixture } from '../support/sdk/sdk-scene.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PYTHON = process.env['TOKENOK_SDK_PYTHON'];
const run = promisify(execFile);

interface Block {
  readonly heading: string;
  readonly code: string;
}

function blocksIn(file: string, language: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const part of readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split(/^(?=## )/m)) {
    heading = /^## (.*)$/m.exec(part)?.[1] ?? heading;
    for (const [, code] of part.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')))
      blocks.push({ heading, code: String(code) });
  }
  return blocks;
}

let sdk: SdkFixture;
let at: Access;
beforeAll(async () => {
  sdk = await SdkFixture.start();
  at = await sdk.access();
});
afterAll(() => sdk?.stop());

const here = (code: string) => code.replaceAll('http://127.0.0.1:8080', at.url).replaceAll('tok_…', at.key);

describe('docs/clients.md', () => {
  const blocks = blocksIn('docs/clients.md', 'js');

  it('has a block for each of the clients', () =>
    expect(blocks.map(({ heading }) => heading)).toEqual(['OpenAI, Node', 'Anthropic, Node', 'Vercel AI SDK', 'LangChain']));

  it.each(blocks)('$heading: works as it stands', async ({ code }) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', here(code)], { cwd: ROOT });
    expect(stdout).toMatch(/\w+ \w+/);
  });
});

(PYTHON === undefined ? describe.skip : describe)('docs/clients.md, Python', () => {
  it.each(blocksIn('docs/clients.md', 'python'))('$heading: works as it stands', async ({ code }) => {
    const { stdout } = await run(PYTHON!, ['-c', here(code)]);
    expect(stdout).toMatch(/\w+ \w+/);
  });
});
