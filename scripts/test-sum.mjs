// The last lines of .ci/run: what each part came to and how long it took, the names of what failed, and the sum. Runs on any Node from
// 18 on, because the pinned one may not have been installed.
import { readFileSync } from 'node:fs';

const [countsFile, partsFile] = process.argv.slice(2);
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const files = linesOf(countsFile).map((line) => JSON.parse(line));
const parts = linesOf(partsFile).map((line) => line.split('\t'));
const sum = (of, key) => of.reduce((total, file) => total + file[key], 0);

console.log('== summary');
let failed = 0;
for (const [name, ended, seconds] of parts) {
  const ran = files.filter(({ part }) => part === name);
  const tests = ran.length === 0 ? '' : `, ${sum(ran, 'passed')} passed, ${sum(ran, 'failed')} failed, ${sum(ran, 'skipped')} skipped`;
  console.log(`${name}: ${ended}, ${seconds} s${tests}`);
  // What failed without a failed test (a check, a crash, a timeout) counts as one failure.
  failed += Math.max(sum(ran, 'failed'), ended === 'ok' ? 0 : 1);
}
for (const { part, names } of files) for (const name of names) console.log(`failed: ${part}: ${name}`);
for (const [name, ended] of parts) if (ended !== 'ok') console.log(`failed: ${name}`);
if (sum(files, 'skipped') > 0) console.log(`${sum(files, 'skipped')} skipped, which another part runs or this machine cannot`);
console.log(`${sum(files, 'passed')} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
