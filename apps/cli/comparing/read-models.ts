import { existsSync } from 'node:fs';
import { about, compared, comparedRows, notCompared, type Comparison, type Finding } from '#audit';
import { PROJECTIONS } from '#projections';
import { builtAmong, type Projection } from '#projecting';
import { isReadModelAway } from '#read-model';
import type { Source } from '../sources/source.js';
import { rebuildBeside } from './rebuilding.js';

const CURE = 'the next start sets it aside and builds it anew from the events';

/** Every row of every projection that has been built follows from the events, byte for byte. What was never built is no fault. */
export async function compareReadModels(source: Source, tell: (finding: Finding) => void): Promise<Comparison> {
  if (source.directory && !existsSync(source.directory.readModels))
    return notCompared('read models', 'there are none: the next start builds them from the events');
  try {
    return comparedRows(await rebuildBeside(source, await builtIn(source)), tell);
  } catch (fault) {
    if (source.directory === undefined || !isReadModelAway(fault)) throw fault;
    tell(about(`${source.directory.readModels}: ${(fault as Error).message}: ${CURE}`));
    return compared('read models', 'they cannot be read');
  }
}

async function builtIn(source: Source): Promise<readonly Projection[]> {
  const rows = await source.rows();
  try {
    return await builtAmong(rows, PROJECTIONS);
  } finally {
    await rows.close();
  }
}
