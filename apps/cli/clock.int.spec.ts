import { afterAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirectory, clockAcceptance } from '#process';
import { emptyDirectory, removeDirectories } from './testing/data-directory.js';
import { tokenok } from './testing/tokenok.js';

afterAll(removeDirectories);

describe('tokenok clock accept', () => {
  it('tells the gateway that holds the directory which move is accepted, and waits until it was heard', async () => {
    const path = emptyDirectory();
    const directory = new DataDirectory(path);
    const accept = () => tokenok(['clock', 'accept', '--data-dir', path, '--json']);
    expect(await accept()).toMatchObject({ code: 2, stderr: expect.stringMatching(/^tokenok: No gateway holds /) as unknown });
    const lock = directory.lock();
    try {
      expect(await accept()).toMatchObject({ code: 0, stdout: expect.stringMatching(/"accepted": \[\]/) as unknown });
      const since = '2026-11-30T12:00:00.000Z';
      writeFileSync(directory.clockNotice, JSON.stringify({ moved_by_ms: 3_600_000, since }));
      const asked = accept();
      while (!existsSync(directory.clockAcceptance)) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(readFileSync(directory.clockAcceptance, 'utf8').trim()).toBe(clockAcceptance(since));
      rmSync(directory.clockNotice); // the gateway's answer
      const { code, stdout } = await asked;
      expect(JSON.parse(stdout)).toEqual({
        accepted: [{ gateway: `process ${process.pid}`, moved_by_ms: 3_600_000, since }],
        unheard: [],
      });
      expect(code).toBe(0);
    } finally {
      lock.release();
    }
    expect((await tokenok(['doctor', '--data-dir', join(path, '.')])).stdout).toMatch(/^ok +clock/m);
  });
});
