import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Access } from '../support/sdk/clients/client.js';
import { at as here, blocksIn } from '../support/sdk/documented.js';
import { SdkFixture } from '../support/sdk/sdk-scene.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PYTHON = process.env['TOKENOK_SDK_PYTHON'];
const run = promisify(execFile);

let sdk: SdkFixture;
let at: Access;
beforeAll(async () => {
  sdk = await SdkFixture.start();
  at = await sdk.access();
});
afterAll(() => sdk?.stop());

describe('docs/clients.md', () => {
  const blocks = blocksIn('docs/clients.md', 'js');

  it('has a block for each of the clients', () =>
    expect(blocks.map(({ heading }) => heading)).toEqual(['OpenAI, Node', 'Anthropic, Node', 'Vercel AI SDK', 'LangChain']));

  it.each(blocks)('$heading: works as it stands', async ({ code }) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', here(at, code)], { cwd: ROOT });
    expect(stdout).toMatch(/\w+ \w+/);
  });
});

(PYTHON === undefined ? describe.skip : describe)('docs/clients.md, Python', () => {
  it.each(blocksIn('docs/clients.md', 'python'))('$heading: works as it stands', async ({ code }) => {
    const { stdout } = await run(PYTHON!, ['-c', here(at, code)]);
    expect(stdout).toMatch(/\w+ \w+/);
  });
});
