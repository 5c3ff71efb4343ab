import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../support/gateway/gateway.process.js';
import type { Access } from '../support/sdk/clients/client.js';
import type { LogRow } from '../support/sdk/customer-books.js';
import { at as here, blocksIn } from '../support/sdk/documented.js';
import { MODELS, SdkFixture } from '../support/sdk/sdk-scene.js';

const { TOKENOK_SDK_CODEX: CODEX, TOKENOK_SDK_CLAUDE_CODE: CLAUDE_CODE } = process.env;
const PATIENCE_MS = 50_000;
/** As docs/clients.md says it. */
const blockOf = (language: string) => blocksIn('docs/clients.md', language).find(({ heading }) => heading === 'Coding agents')?.code ?? '';

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** In a home of its own, and to no address but loopback: nothing listens where it would find a proxy. */
function run(command: string, args: readonly string[], more: Readonly<Record<string, string>>): Promise<Ran> {
  const cwd = makeDirectory();
  const alone = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
  const quiet = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1' };
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, ...alone, ...quiet, ...more };
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd, env, timeout: PATIENCE_MS }, (fault, stdout, stderr) =>
      resolve({ code: fault ? Number(fault.code ?? -1) : 0, out: `${stdout}\n${stderr}` }),
    );
    child.stdin?.end();
  });
}

function codex(access: Access, model: string): Promise<Ran> {
  const home = join(makeDirectory(), 'codex');
  mkdirSync(home);
  writeFileSync(join(home, 'config.toml'), here(access, blockOf('toml')).replace('"tokenok-fast"', JSON.stringify(model)));
  return run(CODEX!, ['exec', '--skip-git-repo-check', 'Hello'], { CODEX_HOME: home, TOKENOK_KEY: access.key });
}

function claudeCode(access: Access, model: string): Promise<Ran> {
  const script = here(access, blockOf('sh')).replaceAll('anthropic/claude-sandbox', model);
  return run('sh', ['-c', script.replace(/^claude$/m, 'exec "$CLAUDE_CODE" -p Hello')], { CLAUDE_CODE: CLAUDE_CODE! });
}

const AGENTS = [
  ['Codex', CODEX, codex],
  ['Claude Code', CLAUDE_CODE, claudeCode],
] as const;

let sdk: SdkFixture;
beforeAll(async () => {
  sdk = await SdkFixture.start();
});
afterAll(() => sdk?.stop());

for (const [name, program, ask] of AGENTS)
  (program === undefined ? describe.skip : describe)(name, () => {
    it.each(MODELS)('works on %s as documented, and every request of it is in the books', async (model) => {
      const access = await sdk.access();
      const { code, out } = await ask(access, model);
      expect([code, out]).toEqual([0, expect.stringMatching(/\w+ \w+ \w+/)]);
      const { data } = await sdk.installation.me<{ data: LogRow[] }>({ key: access.key }, '/me/request-logs');
      expect(data.length).toBeGreaterThan(0);
      await sdk.expectBooks(
        access,
        data.map(() => 'succeeded'),
      );
    });

    it('says at once what is wrong with the key, and with the balance', async () => {
      const unknown = await ask((await sdk.access()).withKey('tok_no'), MODELS[0]);
      expect([unknown.code === 0, unknown.out]).toEqual([false, expect.stringContaining('no API key of Tokenok')]);
      const poor = await ask(await sdk.access('no credit'), MODELS[0]);
      expect([poor.code === 0, poor.out]).toEqual([false, expect.stringContaining('The balance has 0.00 USD available')]);
      expect(`${unknown.out}${poor.out}`).not.toMatch(/Reconnecting|Retrying/);
    });
  });
