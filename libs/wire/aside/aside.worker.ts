import { parentPort } from 'node:worker_threads';
import { JOBS } from './aside.jobs.js';
import { asBuffer, movable, type FromAside, type JobName, type ToAside } from './aside.protocol.js';

const desk = parentPort!;
/** By their names: what they are told came with the name. */
const jobs = JOBS as unknown as Readonly<Record<JobName, (this: void, bytes: Buffer, ...args: readonly unknown[]) => unknown>>;

desk.on('message', (asked: ToAside) => void perform(asked));

async function perform({ job, args, bytes }: ToAside): Promise<void> {
  try {
    const run = jobs[job];
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
