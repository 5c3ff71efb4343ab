import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { clockAcceptance, readClockNotice, writeClockAcceptance, type ClockInfo, type DataDirectory, type Engines } from '#process';
import type { LifeRecord } from '#membership';
import { withDataDirectory } from '../sources/data-directory.js';
import { sourceOf } from '../sources/source-of.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { print, printJson } from '../output/output.js';
import { exits } from '../output/run.js';

/** A gateway looks once a second; a life beats every two. */
const ANSWER_MS = 10_000;
const LOOK_AGAIN_MS = 100;

interface ClockOptions {
  readonly json?: true;
}

/** A clock in doubt, of one gateway. */
interface InDoubt extends NonNullable<ClockInfo['clock']> {
  /** `process 4711`, or the life on shared stores. */
  readonly gateway: string;
}

export function clockCommand(program: Command): void {
  const clock = program.command('clock').summary('accept a wall clock that has moved');
  withDataDirectory(clock.command('accept'))
    .summary('say that the wall clock is right')
    .description(
      'A gateway whose wall clock moves more than 5 minutes against the machine’s uptime goes on at the time before plus what has really ' +
        'passed, and closes no month, for 10 minutes. This ends that at once: commands take the wall clock’s time from now on. Of every ' +
        'running gateway whose clock is in doubt.',
    )
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok doctor          # shows whether a clock is in doubt, and by how much it has moved
  npx tokenok clock accept

Exit codes: 0 accepted, or no clock is in doubt · 1 asked for, but not heard by the gateway yet · 2 could not run`,
    )
    .action((options: ClockOptions, command: Command) => exits(() => run(options, command)));
}

async function run({ json }: ClockOptions, command: Command): Promise<ExitCode> {
  const { directory, engines } = sourceOf(command);
  const [asked, open] = directory === undefined ? await acceptOnEngines(engines) : await acceptInDirectory(directory);
  const unheard = new Set(open.map(({ gateway }) => gateway));
  const accepted = asked.filter(({ gateway }) => !unheard.has(gateway));
  if (json) printJson({ accepted, unheard: open });
  else if (asked.length === 0) print('No clock is in doubt: there is nothing to accept');
  for (const { gateway, moved_by_ms: ms } of json ? [] : accepted)
    print(`${gateway}: the wall clock, moved by ${seconds(ms)}, is accepted`);
  for (const { gateway } of open) process.stderr.write(`tokenok: ${gateway} has not heard it within ${ANSWER_MS / 1_000} s\n`);
  return open.length === 0 ? EXIT.GOOD : EXIT.FOUND;
}

type Asked = readonly [asked: readonly InDoubt[], unheard: readonly InDoubt[]];

async function acceptInDirectory(directory: DataDirectory): Promise<Asked> {
  const holder = directory.holder();
  if (holder === undefined)
    throw new CommandError(`No gateway holds ${directory.path}: one that starts takes the clock of the machine as it is`);
  const read = (): Promise<InDoubt[]> => {
    const notice = readClockNotice(directory.clockNotice);
    return Promise.resolve(notice === undefined ? [] : [{ gateway: `process ${holder}`, ...notice }]);
  };
  const asked = await read();
  for (const { since } of asked) writeClockAcceptance(directory.clockAcceptance, clockAcceptance(since));
  return [asked, await unheard(asked, read)];
}

async function acceptOnEngines({ mongodbUrl: url }: Engines): Promise<Asked> {
  const { openMongoLives } = await import('#membership/mongodb');
  const lives = await openMongoLives({ url });
  try {
    const read = async (): Promise<InDoubt[]> => (await lives.list()).flatMap(inDoubt);
    const asked = await read();
    for (const { gateway, since } of asked) await lives.ask(gateway, clockAcceptance(since));
    return [asked, await unheard(asked, read)];
  } finally {
    await lives.close();
  }
}

/** Those that still tell of the same move once there was time to hear. */
async function unheard(asked: readonly InDoubt[], read: () => Promise<InDoubt[]>): Promise<readonly InDoubt[]> {
  const startedMs = performance.now();
  for (let open = asked; ; await delay(LOOK_AGAIN_MS)) {
    if (open.length === 0 || performance.now() - startedMs > ANSWER_MS) return open;
    const now = await read();
    open = open.filter(({ gateway, since }) => now.some((each) => each.gateway === gateway && each.since === since));
  }
}

function inDoubt({ life: gateway, ended, info }: LifeRecord): InDoubt[] {
  const { clock } = info as ClockInfo;
  return ended || clock === undefined ? [] : [{ gateway, ...clock }];
}

const seconds = (ms: number): string => `${ms < 0 ? '' : '+'}${Math.round(ms / 1_000)} s`;
