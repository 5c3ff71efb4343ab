import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADMIN_TOKEN, GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { Installation, say, type Customer } from '../support/gateway/installation.js';

const SCHEMATHESIS = process.env['TOKENOK_SCHEMATHESIS'] ?? 'schemathesis';
const HOOKS = fileURLToPath(new URL('testing', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ADMIN = { email: 'root@example.com', password: 'correct horse battery' };
const SCOPES = ['inference', 'billing:read', 'keys:write'];
const MODEL = 'openai/gpt-4.1-mini';
/** The same calls every time; another finds others. */
const SEED = process.env['TOKENOK_FUZZ_SEED'] ?? '20261130';
const EXAMPLES = process.env['TOKENOK_FUZZ_EXAMPLES'] ?? '5';
/** Against what hangs. */
const WITHIN_MS = 15 * 60_000;

const directory = mkdtempSync(join(tmpdir(), 'tokenok-openapi-'));
let installation: Installation;
let facts: object;
/** By scope. */
const keys = new Map<string, string>();

beforeAll(async () => {
  const environment = {
    ...{ TOKENOK_ADMIN_EMAIL: ADMIN.email, TOKENOK_ADMIN_PASSWORD: ADMIN.password },
    TOKENOK_PAYMENTS_ACME_SECRET: SECRET,
  };
  installation = Installation.on(await GatewayProcess.start({ environment }));
  const caller = await installation.customer('500.00');
  for (const scope of SCOPES) keys.set(scope, (await key(caller, [scope])).key);
  facts = { admin: ADMIN, secret: SECRET, parts: await parts(caller) };
});
afterAll(async () => {
  await installation?.gateway.stop();
  rmSync(directory, { recursive: true, force: true });
  removeDirectories();
});

async function key({ id }: Customer, scopes: readonly string[]): Promise<{ readonly id: string; readonly key: string }> {
  return (await installation.admin.send('POST', `/admin/customers/${id}/api-keys`, { name: scopes.join(), scopes })).json();
}

/** Of each path its parts, so that it leads to something; whoever calls is another customer than the one that admins suspend. */
async function parts(caller: Customer): Promise<Readonly<Record<string, object>>> {
  const { admin } = installation;
  const other = await installation.customer('5.00');
  const [spare, theirs] = [await key(caller, SCOPES), await key(other, SCOPES)];
  const { headers } = await installation.chat(caller, say('Hello', { model: MODEL }));
  const lists = { source: 'genai-prices', providers: { sandbox: 'openai' } };
  const [open, discarded] = await Promise.all([1, 2].map(async () => (await admin.send('POST', '/admin/price-imports', lists)).json()));
  await admin.send('PUT', '/admin/aliases/fast', { targets: [{ model: MODEL }] });
  const keyOfOther = { customer: other.id, key: theirs.id };
  return {
    '/admin/customers/{id}': { id: other.id },
    '/admin/customers/{id}/suspend': { id: other.id },
    '/admin/customers/{id}/reinstate': { id: other.id },
    '/admin/customers/{id}/credits': { id: other.id },
    '/admin/customers/{id}/adjustments': { id: other.id },
    '/admin/customers/{customer}/api-keys': { customer: other.id },
    '/admin/customers/{customer}/api-keys/{key}': keyOfOther,
    '/admin/customers/{customer}/api-keys/{key}/rotate': keyOfOther,
    '/admin/providers/{id}': { id: 'elsewhere' },
    '/admin/providers/{id}/health': { id: 'sandbox' },
    '/admin/models/{path}': { path: 'fuzzed/model' },
    '/admin/aliases/{path}': { path: 'fast' },
    '/admin/price-imports/{id}': { id: discarded?.['id'] },
    '/admin/price-imports/{id}/confirm': { id: open?.['id'] },
    '/me/api-keys/{key}': { key: spare.id },
    '/me/api-keys/{key}/rotate': { key: spare.id },
    '/me/requests/{id}': { id: headers['x-request-id'] },
    '/v1/models/{path}': { path: MODEL },
    '/webhooks/payments/{provider}': { provider: 'acme' },
  };
}

/** How it ended, and what it said. */
function schemathesis(bearer: string | undefined): Promise<{ readonly code: number | null; readonly said: string }> {
  const credentials = bearer === undefined ? [] : ['-H', `Authorization: Bearer ${bearer}`];
  // A stream of events does not end, and has an end-to-end suite of its own.
  const endless = ['--exclude-path', '/me/request-logs/tail'];
  const bounds = [
    ...endless,
    '--seed',
    SEED,
    '-n',
    EXAMPLES,
    '--workers',
    '1',
    '--request-timeout',
    '60',
    '--phases',
    'examples,coverage,fuzzing',
  ];
  const told = ['-c', 'all', '--continue-on-failure', '--warnings', 'off'];
  const args = ['--config-file', join(HOOKS, 'schemathesis.toml'), 'run', `${installation.url}/api/openapi.json`];
  const child = spawn(SCHEMATHESIS, [...args, ...credentials, ...bounds, ...told], {
    cwd: directory,
    env: {
      ...process.env,
      PYTHONPATH: HOOKS,
      SCHEMATHESIS_HOOKS: 'openapi_hooks',
      PYTHONDONTWRITEBYTECODE: '1',
      TOKENOK_FACTS: JSON.stringify(facts),
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve({ code, said })));
}

/** Every route of the document, with data that is right and data that is wrong. Keys come first: an admin may take them away. */
describe('what schemathesis makes of /api/openapi.json', () => {
  it.each(['none', ...SCOPES, 'admin'])(
    'is answered as the document says, by who comes with: %s',
    async (who) => {
      const bearer = who === 'admin' ? ADMIN_TOKEN : keys.get(who);
      const { code, said } = await schemathesis(bearer);
      if (code !== 0) throw new Error(`schemathesis ended with ${String(code)}:\n${said}`);
      expect(said).toMatch(/Tested: \d{2,}/);
    },
    WITHIN_MS,
  );

  it('leaves books that hold', async () => {
    expect(await installation.admin.verify()).toMatchObject({ holds: true, balanced: true, open_holds: 0, findings: [] });
    expect((await installation.books()).violations).toEqual([]);
  });
});
