import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { exitOf, firstLine } from './child.js';
import { GatewayProcess, makeDirectory, removeDirectories } from './gateway/gateway.process.js';

afterAll(removeDirectories);

const node = (program: string) => spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });

describe('a process of the tests', () => {
  it('that cannot be spawned fails at once, whatever of it is waited for', async () => {
    const missing = () => spawn('/no/such/program', []);
    await expect(exitOf(missing())).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(firstLine(missing())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('tells its first line, and how it ended', async () => {
    const child = node('console.log("one\\ntwo"); process.exitCode = 7;');
    const exit = exitOf(child);
    expect(await firstLine(child)).toBe('one');
    expect(await exit).toEqual({ code: 7, signal: null });
  });

  it('that ends before it prints a line is named', async () => {
    await expect(firstLine(node('process.exit(3)'))).rejects.toThrow(/ended with 3 before it printed a line/);
  });

  it('that is a gateway is not ready where it cannot be spawned', async () => {
    const gateway = GatewayProcess.spawn({ port: 1, dataDir: makeDirectory(), cwd: '/no/such/directory' });
    await expect(gateway.ready).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(gateway.stop()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
