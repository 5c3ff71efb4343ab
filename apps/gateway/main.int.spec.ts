import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOf } from '../../test/support/child.js';
import { ORDINARY_USER, noOrdinaryUser } from '../../test/support/ordinary-user.js';

/** These run the built gateway as a process of its own: `node scripts/build.mjs` before them (npm test does). */
const MAIN = 'dist/apps/gateway/main.js';

interface Run {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  /** Resolves with the banner's first line once it is printed. */
  readonly ready: Promise<string>;
  out(): string;
  err(): string;
}

const runs: Run[] = [];
const directories: string[] = [];

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'tokenok-main-'));
  directories.push(path);
  return path;
}

function run(environment: Record<string, string>, as: { readonly uid?: number } = {}): Run {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env.PATH, PORT: '0', ...environment }, ...as });
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exited = exitOf(child).then(({ code }) => code);
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve(out);
    });
    exited.then((code) => reject(new Error(`The gateway ended with ${String(code)} before it was ready: ${err}`)), reject);
  });
  // Runs that are meant to fail are not asked whether they are ready.
  ready.catch(() => undefined);
  const started = { process: child, exited, ready, out: () => out, err: () => err };
  runs.push(started);
  return started;
}

const urlOf = (banner: string): string => /http:\S+/.exec(banner)?.[0] ?? '';

afterEach(async () => {
  for (const { process: child, exited } of runs.splice(0)) {
    child.kill('SIGKILL');
    await exited.catch(() => undefined);
  }
  for (const path of directories.splice(0)) rmSync(path, { recursive: true, force: true });
});

describe('the gateway as a process', () => {
  it('starts, shows its secrets once, and stops with 0', async () => {
    const TOKENOK_DATA_DIR = join(directory(), 'data');
    const first = run({ TOKENOK_DATA_DIR });
    const url = urlOf(await first.ready);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(statSync(TOKENOK_DATA_DIR).mode & 0o777).toBe(0o700);
    first.process.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(first.out()).toMatch(/Admin token \(shown once/);
    expect(first.err()).toBe('');
    const second = run({ TOKENOK_DATA_DIR });
    await second.ready;
    second.process.kill('SIGINT');
    expect(await second.exited).toBe(0);
    expect(second.out()).not.toContain('shown once');
  });

  it('counts a signal that arrives twice once', async () => {
    const gateway = run({ TOKENOK_DATA_DIR: directory() });
    await gateway.ready;
    gateway.process.kill('SIGINT');
    gateway.process.kill('SIGINT');
    gateway.process.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
  });

  it('is alone in its data directory', async () => {
    const TOKENOK_DATA_DIR = directory();
    const first = run({ TOKENOK_DATA_DIR });
    await first.ready;
    const second = run({ TOKENOK_DATA_DIR });
    expect(await second.exited).toBe(3);
    expect(second.err()).toMatch(/^tokenok: The data directory .* is in use by another gateway \(process \d+\)[^\n]*\n$/);
    expect(second.err()).toContain(TOKENOK_DATA_DIR);
    expect(second.err()).toContain(`process ${String(first.process.pid)}`);
  });

  it('loses its lock with its life, however it ends', async () => {
    const TOKENOK_DATA_DIR = directory();
    const first = run({ TOKENOK_DATA_DIR });
    await first.ready;
    first.process.kill('SIGKILL');
    await first.exited;
    expect(existsSync(join(TOKENOK_DATA_DIR, 'gateway.pid'))).toBe(true);
    expect(urlOf(await run({ TOKENOK_DATA_DIR }).ready)).not.toBe('');
  });

  it('says which variables are wrong, and never their values', async () => {
    const gateway = run({ TOKENOK_DATA_DIR: directory(), PORT: 'sesame', TOKENOK_MASTER_KEY: 'sesame', TOKENOK_ADMIN_TOKEN: '' });
    expect(await gateway.exited).toBe(2);
    expect(
      gateway
        .err()
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[1]),
    ).toEqual(['PORT', 'TOKENOK_MASTER_KEY', 'TOKENOK_ADMIN_TOKEN']);
    expect(gateway.err()).not.toContain('sesame');
  });

  it('says in one line that the port is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => holder.on('listening', resolve));
      const gateway = run({ TOKENOK_DATA_DIR: directory(), PORT: String((holder.address() as AddressInfo).port) });
      expect(await gateway.exited).toBe(5);
      expect(gateway.err()).toMatch(/^tokenok: Cannot listen on 127\.0\.0\.1:\d+: the port is in use[^\n]*\n$/);
      expect(gateway.out()).toBe('');
    } finally {
      holder.close();
    }
  });

  it('says in one line that the data directory cannot be used', async () => {
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    const gateway = run({ TOKENOK_DATA_DIR: join(file, 'data') });
    expect(await gateway.exited).toBe(4);
    expect(gateway.err()).toMatch(/^tokenok: The data directory .* cannot be used: a part of its path is a file[^\n]*\n$/);
  });

  const itAsOrdinaryUser = noOrdinaryUser === undefined ? it : it.skip;
  const reason = noOrdinaryUser === undefined ? '' : ` [skipped: ${noOrdinaryUser}]`;

  itAsOrdinaryUser(`says in one line that the data directory is read-only${reason}`, async () => {
    const path = directory();
    chmodSync(path, 0o555);
    const gateway = run({ TOKENOK_DATA_DIR: path }, ORDINARY_USER);
    expect(await gateway.exited).toBe(4);
    expect(gateway.err()).toMatch(/^tokenok: The data directory .* cannot be used: permission denied[^\n]*\n$/);
    chmodSync(path, 0o700);
  });
});
