import type { Command } from 'commander';
import { replay, type Moment, type Replayed } from '#audit';
import { withDataDirectory } from '../sources/data-directory.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { readMoment } from './moments.js';
import { print, printJson, table } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';

interface ReplayOptions {
  readonly asOf?: string;
  readonly account?: string;
  readonly json?: true;
}

export function replayCommand(program: Command): void {
  withDataDirectory(program.command('replay'))
    .summary('balances and trial balance as of any moment')
    .description(
      'Folds the log up to a moment, without any projection: the balances of all accounts and the trial balance. A time stands ' +
        'before the first event that was recorded later, so what was answered for a past moment never changes.',
    )
    .option('--as-of <moment>', 'a position (the event there counts) or an RFC 3339 time; default: the end of the log')
    .option('--account <id>', 'only this account (acc_…) or the one of this customer (cus_…)')
    .option('--json', 'one JSON document instead of tables')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok replay --as-of 2026-10-31T23:59:59.999Z
  npx tokenok replay --as-of 120 --account acc_01k9… --json

Exit codes: 0 answered · 1 the trial balance is not zero · 2 could not run`,
    )
    .action((options: ReplayOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: ReplayOptions, command: Command): Promise<ExitCode> {
  const asked = options.asOf === undefined ? undefined : readMoment('--as-of', options.asOf);
  const events = await sourceOf(command).events();
  try {
    const head = await events.head();
    const moment = asked ?? { position: head };
    refuseFuture(moment, head);
    const progress = new Progress('Events folded', head);
    const replayed = await replay(events, moment, (position) => progress.update(position));
    progress.end();
    const answer = answerOf(replayed, options.account);
    if (options.json) printJson(answer);
    else print(forPeople(answer));
    return replayed.journal.balanced ? EXIT.GOOD : EXIT.FOUND;
  } finally {
    await events.close();
  }
}

/** What has not happened yet has no answer that stays true. */
function refuseFuture(moment: Moment, head: bigint): void {
  if ('position' in moment && moment.position > head)
    throw new CommandError(`The log ends at position ${head}: there is no ${moment.position} yet`);
  if ('instant' in moment && moment.instant > new Date().toISOString()) throw new CommandError(`${moment.instant} is yet to come`);
}

type Answer = ReturnType<typeof answerOf>;

function answerOf({ position, recorded, final, accounts, journal }: Replayed, wanted: string | undefined) {
  const balances = accounts.filter(({ account, customer }) => wanted === undefined || account === wanted || customer === wanted);
  if (wanted !== undefined && balances.length === 0) throw new CommandError(`There was no account ${wanted} at position ${position}`);
  return {
    as_of_position: String(position),
    as_of_recorded: recorded,
    /** False at the end of the log: the next event may still belong to the moment. */
    final,
    accounts: balances,
    trial_balance: { balanced: journal.balanced, currencies: journal.totals(), accounts: journal.accounts() },
  };
}

function forPeople({ as_of_position: position, as_of_recorded: recorded, accounts, trial_balance: trial }: Answer): string {
  const balances = accounts.map(({ account, customer, currency, available, held, frozen }) => [
    account,
    customer,
    currency,
    available,
    held,
    frozen,
  ]);
  const postings = trial.accounts.map(({ account, currency, debit, credit }) => [account, currency, debit, credit]);
  const totals = trial.currencies.map(({ currency, debit, credit }) => ['total', currency, debit, credit]);
  return [
    `As of position ${position}${recorded === null ? '' : `, recorded ${recorded}`}`,
    '',
    table([['account', 'customer', 'currency', 'available', 'held', 'frozen'], ...balances], new Set([3, 4, 5])),
    '',
    table([['ledger account', 'currency', 'debit', 'credit'], ...postings, ...totals], new Set([2, 3])),
    '',
    trial.balanced ? 'The trial balance is zero.' : 'The trial balance is NOT zero.',
  ].join('\n');
}
