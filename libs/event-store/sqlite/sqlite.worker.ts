// The writer thread: takes batches, all that have come into one commit, and answers each once that is durable. See sqlite.batcher.ts for the
// other end.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { BatchMessage, FromWriter, ToWriter, WriterData } from './sqlite.protocol.js';
import { SqliteWriter } from './sqlite.writer.js';

/** Characters of payload in one transaction: keeps a commit, and thus everybody's wait, short. */
const MAX_COMMIT_CHARS = 4 * 1024 * 1024;

const port = parentPort;
if (port === null) throw new Error('sqlite.worker.js runs as a worker thread');
const reply = (message: FromWriter): void => port.postMessage(message);
const waiting = (): ToWriter | undefined => receiveMessageOnPort(port)?.message as ToWriter | undefined;
const charsOf = ({ payloads }: BatchMessage): number => payloads.reduce((sum, { length }) => sum + length, 0);

try {
  const writer = new SqliteWriter(workerData as WriterData);
  port.on('message', (message: ToWriter) => {
    let next: ToWriter | undefined = message;
    const batches: BatchMessage[] = [];
    for (let chars = 0; next && 'batch' in next; next = chars < MAX_COMMIT_CHARS ? waiting() : undefined) {
      batches.push(next.batch);
      chars += charsOf(next.batch);
    }
    if (batches.length > 0) reply({ ...writer.write(...batches), batches: batches.length });
    if (!next) return;
    if ('probe' in next) return reply({ probed: writer.probe() });
    port.close();
    writer.finish();
  });
  reply({ ready: true });
} catch (error) {
  reply({ cannotOpen: error instanceof Error ? error.message : String(error) });
  port.close();
}
