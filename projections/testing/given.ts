import type { AccountCommand } from '../../libs/ledger/account/account.commands.js';
import { AccountBooks } from '../../libs/ledger/testing/account.books.js';
import type { ProjectionOf } from '../../libs/projecting/projection.js';
import { Log, foldPlainly } from './log.js';

export const STREAM = 'account-acc_1-2026-11';

/** The rows that accepted commands lead to. */
export function given(...commands: readonly AccountCommand[]) {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  for (const command of commands) {
    const { refusal } = books.execute(command);
    if (refusal) throw new Error(`The history is refused: ${command.type}: ${refusal.message}`);
  }
  const log = logOf(books);
  return { books, log, rowsOf: <Row extends object>(projection: ProjectionOf<Row>) => foldPlainly(projection, log.events) };
}

export function logOf(books: AccountBooks): Log {
  const log = new Log();
  for (const [stream, events] of books.streams) log.account(stream, ...events);
  return log;
}
