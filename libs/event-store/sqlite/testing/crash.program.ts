// Run by crash.int.spec.ts as a process of its own: several writers append until somebody kills it. An acknowledgement is
// printed, synchronously, as soon as the store has given it: `<stream> <revision> <position> <hash>`.
import { writeSync } from 'node:fs';
import { EMPTY_TIP, type StreamTip } from '../../chain.js';
import { StreamWriter, unsealed } from '../../testing/stream-writer.js';
import type { EventMetadata } from '../../event-store.port.js';
import { openSqliteEventStore } from '../index.js';

const [file = '', writers = '8', round = '0'] = process.argv.slice(2);
const store = await openSqliteEventStore({ file });
writeSync(1, 'open\n');
await Promise.all(Array.from({ length: Number(writers) }, (_, index) => write(`writer-${index}`)));

async function write(stream: string): Promise<void> {
  const writer = new StreamWriter(store, stream);
  writer.tip = await lastTip(stream);
  for (let n = 0; ; n += 1) {
    const data = Array.from({ length: (n % 3) + 1 }, (_, index) => ({ n, index, round, text: 'x'.repeat((n * 37) % 3_000) }));
    const { revision, position } = await writer.append(...unsealed('Written', ...data));
    writeSync(1, `${stream} ${revision} ${position} ${writer.tip.hash ?? ''}\n`);
  }
}

async function lastTip(stream: string): Promise<StreamTip> {
  const [last] = await store.readStream(stream, { direction: 'backwards', max: 1 });
  const metadata: EventMetadata | undefined = last?.metadata;
  return last && metadata ? { revision: last.revision, hash: metadata.hash } : EMPTY_TIP;
}
