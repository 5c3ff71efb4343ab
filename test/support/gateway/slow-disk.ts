import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SlowPoint } from './slow-disk.program.js';
import { until } from './until.js';

const PROGRAM = fileURLToPath(new URL('./slow-disk.program.js', import.meta.url)).replace('/test/support/', '/dist/test/support/');

/** For the environment of a gateway whose disk can be slow. */
export const SLOWABLE = { NODE_OPTIONS: `--import ${PROGRAM}` };

/** The disk below a gateway's log, which hangs when it is told to. */
export class SlowDisk {
  constructor(private readonly dataDir: string) {}

  /** The next commit hangs at this point. */
  hang(point: SlowPoint): void {
    const file = `${this.dataDir}.slow`;
    writeFileSync(`${file}.new`, point);
    renameSync(`${file}.new`, file);
  }

  /** The writer stands there. */
  async hangs(): Promise<void> {
    await until('the disk hangs', () => existsSync(`${this.dataDir}.stands`));
  }

  goOn(): void {
    rmSync(`${this.dataDir}.slow`, { force: true });
  }
}
