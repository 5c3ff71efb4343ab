import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, threadCpuMs } from './process-cpu.js';
import { Processes } from './processes.js';

const BUSY_MS = 300;
/** Busy for a while, then idle, so that it can still be counted. */
const THREAD = `for (const end = Date.now() + ${BUSY_MS}; Date.now() < end; ); setTimeout(() => undefined, 600_000)`;
const PROGRAM = `new (require('node:worker_threads').Worker)(${JSON.stringify(THREAD)}, { eval: true, name: 'busy (thread)' })`;

jest.setTimeout(30_000);

describe('processor time of a process', () => {
  it('is told by the names of its threads, and they come to no more than the whole', async () => {
    const processes = new Processes();
    try {
      const { group } = await processes.start('busy', process.execPath, ['-e', PROGRAM]);
      const busyMs = (): number => threadCpuMs(group).get('busy (thread)') ?? 0;
      for (let tries = 0; tries < 200 && busyMs() < 50; tries++) await sleep(50);
      expect(busyMs()).toBeGreaterThanOrEqual(50);
      const threads = [...threadCpuMs(group).values()].reduce((sum, ms) => sum + ms, 0);
      expect(threads).toBeLessThanOrEqual((cpuMs(group) ?? 0) + 10 * threadCpuMs(group).size);
    } finally {
      await processes.close();
    }
  });
});
