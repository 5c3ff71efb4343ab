import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldedShape } from '#projections';
import { rebuildAndCompare, type Projection, type Rebuilt } from '#projecting';
import { Progress } from '../output/progress.js';
import type { Source } from '../sources/source.js';

/** Folds the events again, beside the live read models, and compares. Scratch files are made in `parent` and removed again. */
export function rebuildBeside(source: Source, projections: readonly Projection[], parent = tmpdir()): Promise<readonly Rebuilt[]> {
  return inScratch(parent, (scratch) => rebuild(source, projections, scratch));
}

async function rebuild(source: Source, projections: readonly Projection[], scratchDirectory: string): Promise<readonly Rebuilt[]> {
  const closers: (() => Promise<void>)[] = [];
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const opened = await opening;
    closers.push(() => opened.close());
    return opened;
  };
  try {
    const events = await open(source.events());
    const live = await open(source.rows());
    const scratch = await open(source.scratch(scratchDirectory));
    let shown: Progress | undefined;
    const progress = (folded: bigint, target: bigint): void => (shown ??= new Progress('Events folded', target)).update(folded);
    const rebuilt = await rebuildAndCompare({ events, live, scratch, projections, upcast: foldedShape, progress });
    shown?.end();
    return rebuilt;
  } finally {
    await closeAll(closers.reverse());
  }
}

/** Each of them, whatever becomes of the others: a client that stays open would keep the process from ending. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closers) await close().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
}

/** The scratch file goes whatever happens, a signal included. */
async function inScratch<T>(parent: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(parent, 'tokenok-rebuild-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const interrupted = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(directory);
  } finally {
    remove();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
