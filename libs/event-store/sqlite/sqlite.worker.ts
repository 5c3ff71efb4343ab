// The writer thread: takes batches, all that have come into one commit, and answers each once that is durable. See sqlite.batcher.ts for the
// other end.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { packOutcomes, unpackBatch } from './sqlite.packing.js';
import type { BatchMessage, FromWriter, PackedBatch, ToWriter, WriterData, Written } from './sqlite.protocol.js';
import { SqliteWriter } from './sqlite.writer.js';

/** Characters of payload in one transaction: keeps a commit, and thus everybody's wait, short. */
const MAX_COMMIT_CHARS = 4 * 1024 * 1024;

const port = parentPort;
if (port === null) throw new Error('sqlite.worker.js runs as a worker thread');
const reply = (message: FromWriter): void => port.postMessage(message);
const waiting = (): ToWriter | undefined => receiveMessageOnPort(port)?.message as ToWriter | undefined;
const isBatch = (message: ToWriter | undefined): message is PackedBatch => Array.isArray(message);
const charsOf = ({ payloads }: BatchMessage): number => payloads.reduce((sum, { length }) => sum + length, 0);

function answer(batches: number, written: Written): void {
  reply('fault' in written ? { batches, fault: written.fault } : packOutcomes(batches, written));
}

try {
  const writer = new SqliteWriter(workerData as WriterData);
  port.on('message', (message: ToWriter) => {
    let next: ToWriter | undefined = message;
    const batches: BatchMessage[] = [];
    for (let chars = 0; isBatch(next); next = chars < MAX_COMMIT_CHARS ? waiting() : undefined) {
      const batch = unpackBatch(next);
      batches.push(batch);
      chars += charsOf(batch);
    }
    if (batches.length > 0) answer(batches.length, writer.write(...batches));
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
