// The writer thread: takes batches, answers each once it is durable. See sqlite.batcher.ts for the other end.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWriter, ToWriter, WriterData } from './sqlite.protocol.js';
import { SqliteWriter } from './sqlite.writer.js';

const port = parentPort;
if (port === null) throw new Error('sqlite.worker.js runs as a worker thread');
const reply = (message: FromWriter): void => port.postMessage(message);

try {
  const writer = new SqliteWriter(workerData as WriterData);
  port.on('message', (message: ToWriter) => {
    if ('batch' in message) return reply(writer.write(message.batch));
    if ('probe' in message) return reply({ probed: writer.probe() });
    port.close();
    writer.finish();
  });
  reply({ ready: true });
} catch (error) {
  reply({ cannotOpen: error instanceof Error ? error.message : String(error) });
  port.close();
}
