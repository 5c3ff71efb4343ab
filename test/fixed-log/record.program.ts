/**
 * Plays the scenario on a checkout that is built, and compares with the golden files:
 *
 *   node dist/test/fixed-log/record.program.js [--checkout <dir>] [--out <dir>] [--golden]
 *
 * `--out` writes every event as it was recorded, one a line, so that two checkouts can be compared word by word. `--golden` keeps
 * what came as the golden files, for a change that is meant to change what is recorded. Exit code: 0 the same, 1 not the same.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { differences, keepGolden } from './golden.js';
import { playScenario } from './scenario.js';
import { projectRoot } from './stage.js';

const { values } = parseArgs({ options: { checkout: { type: 'string' }, out: { type: 'string' }, golden: { type: 'boolean' } } });
const startedMs = performance.now();
const played = await playScenario(resolve(values.checkout ?? projectRoot()));
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'events.txt'), played.recording.events.map(({ name, bytes }) => `${name} ${bytes}\n`).join(''));
  writeFileSync(join(values.out, 'answers.txt'), `${played.answers.join('\n')}\n`);
}
if (values.golden) keepGolden(played);
const differing = differences(played);
for (const difference of differing) console.error(difference);
const { events, sha256 } = played.recording;
console.log(`${events.length} events, ${played.answers.length} answers, ${sha256}, ${Math.round(performance.now() - startedMs)} ms`);
process.exitCode = differing.length > 0 ? 1 : 0;
