import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenOf } from './recorded-log.js';
import type { Played } from './scenario.js';
import { projectRoot } from './stage.js';

const KINDS = ['events', 'answers'] as const;
type Kind = (typeof KINDS)[number];
/** A difference stands in the hash of every later event of its stream: the first few tell enough. */
const SHOWN = 5;

const fileOf = (kind: Kind): string => join(projectRoot(), `test/fixed-log/golden/${kind}.txt`);

const textOf = ({ recording, answers }: Played): Record<Kind, string> => ({
  events: goldenOf(recording),
  answers: `${answers.join('\n')}\n`,
});

/** Names the first events and answers that are not as they were; empty where all are. */
export function differences(played: Played): readonly string[] {
  const texts = textOf(played);
  return KINDS.flatMap((kind) => {
    const was = readFileSync(fileOf(kind), 'utf8').split('\n');
    const is = texts[kind].split('\n');
    const all = Array.from({ length: Math.max(was.length, is.length) }, (_, at) => [was[at] ?? 'nothing', is[at] ?? 'nothing'] as const);
    const differing = all.filter(([before, after]) => before !== after);
    return differing.slice(0, SHOWN).map(([before, after]) => `${kind}: was ${before}, is ${after} (one of ${differing.length})`);
  });
}

export function keepGolden(played: Played): void {
  const texts = textOf(played);
  for (const kind of KINDS) writeFileSync(fileOf(kind), texts[kind]);
}
