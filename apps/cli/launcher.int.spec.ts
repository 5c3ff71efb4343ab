import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '#process';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(root, 'node_modules', '.bin', 'tokenok');

describe('npx tokenok', () => {
  it('is linked into node_modules/.bin by the install, and runs from any directory', () => {
    expect(readlinkSync(launcher)).toContain('tokenok.mjs');
    const { status, stdout } = spawnSync(process.execPath, [launcher, '--version'], { cwd: '/', encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${VERSION}\n` });
  });

  it('goes over to the Node of the dependencies when it is started by an older one', () => {
    const older = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path));
    if (older === undefined) return;
    const { status, stdout, stderr } = spawnSync(older, [launcher, 'verify', '--data-dir', '/nonexistent'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^tokenok: There is no data directory \/nonexistent/),
    });
  });

  it('tells the version of package.json', () => {
    expect((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version).toBe(VERSION);
  });
});
