import { join } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';
import type { Tree } from './tree.js';

/** A rule and the file, or the folder, that breaks it. */
export type Broken = readonly [rule: string, from: string];

/** What the cruiser says of a tree by one of the project's own configurations. */
export async function cruise(tree: Tree, config: string): Promise<readonly Broken[]> {
  const said = await tree.run('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', [
    ...['--config', join(process.cwd(), config), '--output-type', 'json'],
    '.',
  ]);
  const { summary } = JSON.parse(said) as ICruiseResult;
  return summary.violations.map(({ rule, from }) => [rule.name, from] as const);
}
