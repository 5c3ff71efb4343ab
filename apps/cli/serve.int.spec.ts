import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyDirectory, removeDirectories } from './testing/data-directory.js';
import { faultsIn, tokenok } from './testing/tokenok.js';

const started: ChildProcess[] = [];
afterAll(() => {
  for (const gateway of started) gateway.kill('SIGKILL');
  removeDirectories();
});

const LAUNCHER = fileURLToPath(new URL('bin/tokenok.mjs', import.meta.url));

/** Resolves with the banner's line that tells a command to type: then it serves. */
async function serve(directory: string): Promise<{ gateway: ChildProcess; key: string; url: string }> {
  const { PATH, HOME } = process.env;
  const gateway = spawn(process.execPath, [LAUNCHER, 'serve', '--data-dir', directory], { env: { PATH, HOME, PORT: '0' } });
  started.push(gateway);
  let output = '';
  const ended = once(gateway, 'exit').then(() => Promise.reject(new Error(`The gateway ended: ${output}`)));
  ended.catch(() => undefined);
  gateway.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const told = new Promise<string>((resolve) =>
    gateway.stdout.on('data', (text: Buffer) => /^curl .*$/m.test((output += text.toString())) && resolve(output)),
  );
  const banner = await Promise.race([told, ended]);
  const [, url = '', key = ''] = /^curl (http:\S+?)\/v1\S* .*Bearer (\S+?)'/m.exec(banner) ?? [];
  return { gateway, key, url };
}

/** A lazy projection is stored some seconds late; until its first time there is nothing to compare. */
async function projectionsCaughtUp(directory: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { stdout } = await tokenok(['doctor', '--data-dir', directory]);
    if (!/projection .*(behind|not built yet)/.test(stdout)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The projections did not catch up');
}

describe('tokenok serve', () => {
  it('runs the gateway; every other command works beside it, and says the same once it has stopped', async () => {
    const directory = join(emptyDirectory(), 'data');
    const { gateway, key, url } = await serve(directory);
    const body = JSON.stringify({ model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }] });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await projectionsCaughtUp(directory);
    for (const command of ['verify', 'rebuild', 'replay', 'doctor', 'export']) {
      const { code, stderr } = await tokenok([command, '--data-dir', directory]);
      expect({ command, code, stderr: command === 'export' ? '' : faultsIn(stderr) }).toEqual({ command, code: 0, stderr: '' });
    }
    expect((await tokenok(['backup', join(directory, '..', 'backup'), '--data-dir', directory])).code).toBe(0);
    const doctor = await tokenok(['doctor', '--data-dir', directory]);
    expect(doctor.stdout).toContain(`process ${gateway.pid ?? 0} holds the data directory`);
    const balances = (await tokenok(['replay', '--data-dir', directory, '--json'])).stdout;
    gateway.kill('SIGTERM');
    expect(await once(gateway, 'exit')).toEqual([0, null]);
    expect((await tokenok(['replay', '--data-dir', directory, '--json'])).stdout).toBe(balances);
    expect((await tokenok(['verify', '--data-dir', directory])).stdout).toMatch(/^All holds: .* 5 charges rated again/);
  });

  it('ends with the exit code of the gateway, whose words for a mistake in the environment it passes on', async () => {
    const { code, stderr } = await tokenok(['serve', '--data-dir', emptyDirectory()], { PORT: 'nine' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^tokenok: PORT must be /) });
  });
});
