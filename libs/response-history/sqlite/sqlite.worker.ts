// The thread of responses.db: does one call after the other, and answers each. See sqlite.history.ts for the other end.
import { parentPort, workerData } from 'node:worker_threads';
import { isDamage, markDamaged } from '#set-aside';
import type { FromTable, Method, ToTable } from './sqlite.protocol.js';
import { SqliteTable } from './sqlite.table.js';

const port = parentPort;
if (port === null) throw new Error('sqlite.worker.js runs as a worker thread');
const reply = (message: FromTable): void => port.postMessage(message);
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Once more on an empty file where this one is damaged: the answer is then that of an empty history. */
function run(method: Method, args: readonly unknown[]): unknown {
  const call = (): unknown => (table[method] as (...args: readonly unknown[]) => unknown).apply(table, args as unknown[]);
  try {
    return call();
  } catch (fault) {
    if (!isDamage(fault)) throw fault;
    table.close();
    markDamaged(file);
    table = open();
    return call();
  }
}

const { file } = workerData as { readonly file: string };
const open = (): SqliteTable => SqliteTable.open(file, (told) => reply({ setAside: told }));
let table: SqliteTable;

try {
  table = open();
  port.on('message', (message: ToTable) => {
    if ('close' in message) {
      port.close();
      table.close();
      return;
    }
    const { call, method, args } = message;
    try {
      reply({ call, result: run(method, args) });
    } catch (error) {
      reply({ call, fault: wordsOf(error) });
    }
  });
  reply({ ready: true });
} catch (error) {
  reply({ cannotOpen: wordsOf(error) });
  port.close();
}
