// Preloaded into every thread of a gateway (`--import`). The thread that writes events stands still at the point that the file `<data directory>.slow`
// names, as long as that file is there: a disk whose sync hangs, or a thread that nobody runs. `<data directory>.stands` says that it does.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { StatementSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

/** Before the lock is asked for; with events written, before their commit; and behind its sync, before anybody hears of it. A probe writes none. */
export type SlowPoint = 'begin' | 'transaction' | 'sync';

const directory = process.env['TOKENOK_DATA_DIR'] ?? '';
const [slow, stands] = [`${directory}.slow`, `${directory}.stands`];
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function passed(point: SlowPoint): void {
  if (!existsSync(slow) || readFileSync(slow, 'utf8') !== point) return;
  writeFileSync(stands, point);
  while (existsSync(slow)) Atomics.wait(cell, 0, 0, 10);
  rmSync(stands);
}

const own = Object.getOwnPropertyDescriptor(StatementSync.prototype, 'run') as PropertyDescriptor;
let hasEvents = false;
const isWriter = workerData !== null && typeof workerData === 'object' && 'claims' in workerData;
if (isWriter) {
  Object.defineProperty(StatementSync.prototype, 'run', {
    ...own,
    value(this: StatementSync, ...parameters: unknown[]): unknown {
      const isCommit = this.sourceSQL === 'COMMIT';
      if (this.sourceSQL === 'BEGIN IMMEDIATE') passed('begin');
      if (isCommit && hasEvents) passed('transaction');
      const result: unknown = Reflect.apply(own.value as () => unknown, this, parameters);
      if (isCommit && hasEvents) passed('sync');
      hasEvents = !isCommit && (hasEvents || this.sourceSQL.startsWith('INSERT INTO appends'));
      return result;
    },
  });
}
