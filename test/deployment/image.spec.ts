import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, namesIn, readCompose, readRoot } from './testing/compose.js';

const directory = mkdtempSync(join(tmpdir(), 'tokenok-image-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The image's entrypoint, in this clone: the paths beside it are the same. */
function entrypoint(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env['PATH'] ?? '', TOKENOK_SECRETS_DIR: directory, ...variables };
  return spawnSync('sh', [join(ROOT, 'docker', 'entrypoint.sh'), ...args], { env, encoding: 'utf8' });
}

describe('the entrypoint of the image', () => {
  it('is the command line, exit code included', () => {
    expect(entrypoint(['--version'])).toMatchObject({ status: 0, stdout: '0.1.0\n' });
    expect(entrypoint(['nonsense']).status).toBe(2);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('makes secrets at random where it is told to, once, and closed to others', () => {
    const generated = { TOKENOK_MASTER_KEY: 'generated', TOKENOK_ADMIN_TOKEN: 'generated' };
    expect(entrypoint(['--version'], generated).status).toBe(0);
    const read = (): string[] => ['admin-token', 'master-key'].map((name) => readFileSync(join(directory, name), 'utf8'));
    const made = read();
    expect(made.map((secret) => Buffer.from(secret, 'base64').length)).toEqual([32, 32]);
    expect(made[0]).not.toBe(made[1]);
    expect(entrypoint(['--version'], generated).status).toBe(0);
    expect(read()).toEqual(made);
    expect(readdirSync(directory).sort()).toEqual(['admin-token', 'master-key']);
    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  it('hands them on as a gateway takes them', () => {
    const engines = { EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false', MONGODB_URL: 'mongodb://127.0.0.1:27017' };
    const { stdout } = entrypoint(['doctor', '--json', '--data-dir', directory], { ...engines, TOKENOK_MASTER_KEY: 'generated' });
    const { checks } = JSON.parse(stdout) as { checks: { check: string; status: string }[] };
    expect(checks.find(({ check }) => check === 'environment')).toMatchObject({ status: 'fine' });
  });
});

/** What it does is for nginx.deploy.spec.ts to say, which needs nginx. */
describe('docker/nginx.conf', () => {
  const text = readRoot('docker/nginx.conf').replace(/#.*$/gm, '');

  it('streams: nothing is buffered, and a request may take as long as a gateway gives it', () => {
    for (const directive of ['proxy_buffering off', 'proxy_request_buffering off', 'proxy_http_version 1.1', 'proxy_read_timeout 660s'])
      expect(text).toContain(`${directive};`);
  });

  it('knows all gateways by the one name that docker-compose.yml gives them, looked up when a request needs it', () => {
    expect(text).toMatch(/set \$gateways gateways:8080;/);
    expect(text).not.toMatch(/^\s*upstream/m);
    expect([...text.matchAll(/proxy_pass (\S+);/g)].map(([, to]) => to)).toEqual(['http://$gateways', 'http://$gateways']);
    const named = Object.entries(readCompose().services).filter(([, service]) => namesIn(service, 'edge').includes('gateways'));
    expect(named.map(([name]) => name)).toEqual(['gateway-1', 'gateway-2']);
  });

  it('is in nginx’s grammar: every block closed, every directive ended', () => {
    const left = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !/[;{}]$/.test(line));
    expect(left).toEqual([]);
    expect(text.split('{').length).toBe(text.split('}').length);
  });
});
