// The thread of responses.db: does one call after the other, and answers each. See sqlite.history.ts for the other end.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromTable, ToTable } from './sqlite.protocol.js';
import { SqliteTable } from './sqlite.table.js';

const port = parentPort;
if (port === null) throw new Error('sqlite.worker.js runs as a worker thread');
const reply = (message: FromTable): void => port.postMessage(message);
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const table = new SqliteTable((workerData as { readonly file: string }).file);
  port.on('message', (message: ToTable) => {
    if ('close' in message) {
      port.close();
      table.close();
      return;
    }
    const { call, method, args } = message;
    try {
      reply({ call, result: (table[method] as (...args: readonly unknown[]) => unknown).apply(table, args as unknown[]) });
    } catch (error) {
      reply({ call, fault: wordsOf(error) });
    }
  });
  reply({ ready: true });
} catch (error) {
  reply({ cannotOpen: wordsOf(error) });
  port.close();
}
