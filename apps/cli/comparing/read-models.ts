import { existsSync } from 'node:fs';
import { about, compared, comparedRows, notCompared, type Comparison, type Finding } from '#audit';
import { PROJECTIONS } from '#projections';
import type { Projection } from '#projecting';
import type { Source } from '../sources/source.js';
import { rebuildBeside } from './rebuilding.js';

const DAMAGE: ReadonlySet<unknown> = new Set(['READ_MODEL_DAMAGED', 'READ_MODEL_UNAVAILABLE']);
const CURE = 'the next start sets it aside and builds it anew from the events';

/** Every row of every projection that has been built follows from the events, byte for byte. What was never built is no fault. */
export async function compareReadModels(source: Source, tell: (finding: Finding) => void): Promise<Comparison> {
  if (source.directory && !existsSync(source.directory.readModels))
    return notCompared('read models', 'there are none: the next start builds them from the events');
  try {
    return comparedRows(await rebuildBeside(source, await builtIn(source)), tell);
  } catch (fault) {
    if (source.directory === undefined || !DAMAGE.has((fault as NodeJS.ErrnoException).code)) throw fault;
    tell(about(`${source.directory.readModels}: ${(fault as Error).message}: ${CURE}`));
    return compared('read models', 'they cannot be read');
  }
}

async function builtIn(source: Source): Promise<readonly Projection[]> {
  const rows = await source.rows();
  try {
    const built: Projection[] = [];
    for (const projection of PROJECTIONS) if (await rows.checkpoint(projection)) built.push(projection);
    return built;
  } finally {
    await rows.close();
  }
}
