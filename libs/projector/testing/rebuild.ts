import { openSqliteEventReader } from '#event-store/sqlite';
import { PROJECTIONS, foldedShape } from '#projections';
import { rebuildAndCompare, type Projection, type Rebuilt } from '#projecting';
import { openSqliteReadModels, openSqliteRowReader } from '#read-model/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface RebuildRequest {
  readonly dataDir: string;
  /** All of them, unless some are named. */
  readonly names?: readonly string[];
  /** Positions folded and to be folded. */
  readonly progress?: (folded: bigint, target: bigint) => void;
}

/**
 * Builds projections anew beside the live ones, up to where those stand, and compares row by row. Reads the stores only, so it may
 * run beside the gateway; it builds in a folder of its own in the data directory, which it removes. Throws RangeError for a
 * projection that there is not, and the stores' faults for files that cannot be opened.
 */
export async function rebuild({ dataDir, names, progress }: RebuildRequest): Promise<readonly Rebuilt[]> {
  const projections = names ? names.map(projectionNamed) : PROJECTIONS;
  const folder = mkdtempSync(join(dataDir, 'rebuild-'));
  const closers: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  try {
    const events = openSqliteEventReader({ file: join(dataDir, 'events.db'), pollMs: Infinity });
    closers.push(() => events.close());
    const live = openSqliteRowReader({ file: join(dataDir, 'read-models.db') });
    closers.push(() => live.close());
    const scratch = openSqliteReadModels({ file: join(folder, 'read-models.db') });
    closers.push(() => scratch.close());
    return await rebuildAndCompare({ events, live, scratch, projections, upcast: foldedShape, ...(progress && { progress }) });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

function projectionNamed(name: string): Projection {
  const found = PROJECTIONS.find((projection) => projection.name === name);
  if (found) return found;
  throw new RangeError(`There is no projection ${name}: there are ${PROJECTIONS.map((projection) => projection.name).join(', ')}`);
}
