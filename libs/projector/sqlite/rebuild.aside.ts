import type { RebuildAside, Rebuilt } from '#projecting';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { builtUrl } from './built-url.js';
import type { FromRebuild, RebuildFiles } from './rebuild.protocol.js';

/** In a thread of its own, over a scratch file in the temporary directory, which goes whatever becomes of it. One at a time. */
export class SqliteRebuildAside implements RebuildAside {
  #worker: Worker | undefined;

  constructor(private readonly files: Omit<RebuildFiles, 'scratchFile'>) {}

  async run(withinMs: number): Promise<readonly Rebuilt[] | undefined> {
    const scratch = mkdtempSync(join(tmpdir(), 'tokenok-rebuild-'));
    const workerData: RebuildFiles = { ...this.files, scratchFile: join(scratch, 'read-models.db') };
    const worker = new Worker(builtUrl('rebuild.worker.js'), { name: 'rebuild', workerData });
    this.#worker = worker;
    const late = setTimeout(() => void worker.terminate(), withinMs);
    try {
      return await answerOf(worker);
    } finally {
      clearTimeout(late);
      await worker.terminate();
      this.#worker = undefined;
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }
}

/** Undefined where the thread ended without a word. */
function answerOf(worker: Worker): Promise<readonly Rebuilt[] | undefined> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: FromRebuild) => {
      if ('rebuilt' in message) resolve(message.rebuilt);
      else reject(Object.assign(new Error(message.fault.message), { code: message.fault.code }));
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve(undefined));
  });
}
