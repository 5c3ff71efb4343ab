import { parentPort } from 'node:worker_threads';
import { JOBS } from './aside.jobs.js';
import { asBuffer, movable, type FromAside, type ToAside } from './aside.protocol.js';

const desk = parentPort!;
desk.on('message', (asked: ToAside) => void perform(asked));

async function perform({ job, args, bytes }: ToAside): Promise<void> {
  try {
    const run = JOBS[job] as (bytes: Buffer, ...args: readonly unknown[]) => unknown;
    const result = await run(asBuffer(bytes), ...args);
    const made: unknown = typeof result === 'object' && result !== null && 'bytes' in result ? result.bytes : undefined;
    desk.postMessage({ bytes, result } satisfies FromAside, [...movable(bytes), ...movable(made)]);
  } catch (fault) {
    desk.postMessage({ bytes, fault: nameOf(fault) } satisfies FromAside, movable(bytes));
  }
}

function nameOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'no error';
  return [fault.name, ...(fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))].join('\n').slice(0, 1_000);
}
