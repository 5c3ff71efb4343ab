import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Processes } from './processes.js';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const untilGone = async (isThere: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 600 && isThere(); tries++) await sleep(50);
  return !isThere();
};

describe('processes of a bench', () => {
  it('end with it, those that they started and its files too', async () => {
    const processes = new Processes();
    const child = await processes.start('shell', 'sh', ['-c', 'trap "" TERM; sleep 600 & echo $!; wait']);
    while (child.output() === '') await sleep(20);
    const grandchild = Number(child.output());
    await processes.close();
    expect(isAlive(child.group)).toBe(false);
    expect(await untilGone(() => isAlive(grandchild))).toBe(true);
    expect(existsSync(processes.workspace)).toBe(false);
  });

  it('end although it was killed before it could end them', async () => {
    const program = `
      const { Processes } = await import(process.argv[1]);
      const processes = new Processes();
      const child = await processes.start('sleeper', 'sleep', ['600']);
      console.log(JSON.stringify([child.group, processes.workspace]));
      setInterval(() => {}, 1000);`;
    const module = new URL('../../dist/bench/harness/processes.js', import.meta.url).href;
    const bench = spawn(process.execPath, ['--input-type=module', '-e', program, module], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(bench.stdout, 'data')) as [Buffer];
    const [sleeper, workspace] = JSON.parse(String(line)) as [number, string];
    bench.kill('SIGKILL');
    expect(await untilGone(() => isAlive(sleeper) || existsSync(workspace))).toBe(true);
  });

  it('that fail are an error with the end of what they printed', async () => {
    const processes = new Processes();
    try {
      const options = { timeoutMs: 60_000 };
      await expect(processes.run('broken', 'sh', ['-c', 'echo first; echo the reason >&2; exit 3'], options)).rejects.toThrow(
        /ended with 3[^]*the reason/,
      );
      await expect(processes.run('endless', 'sleep', ['600'], { timeoutMs: 100 })).rejects.toThrow(/took longer than 0.1 s/);
      await expect(processes.run('missing', 'no-such-command', [], options)).rejects.toThrow(/ENOENT/);
    } finally {
      await processes.close();
    }
  });
});
