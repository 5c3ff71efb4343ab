import type { Statement, StatementLine } from '#projections';
import { csv, type Column } from './csv.js';

type Line = StatementLine & { readonly currency: string };

const text = (name: string, of: Column<Line>['of']): Column<Line> => ({ name, kind: 'text', of });
const number = (name: string, of: Column<Line>['of']): Column<Line> => ({ name, kind: 'number', of });

const COLUMNS: readonly Column<Line>[] = [
  text('time', (line) => line.time),
  text('type', (line) => line.type),
  number('amount', (line) => line.amount),
  number('balance', (line) => line.balance),
  text('currency', (line) => line.currency),
  text('request_id', (line) => line.request_id),
  text('model', (line) => line.model),
  text('payment_id', (line) => line.payment_id),
  text('kind', (line) => line.kind),
  text('reason', (line) => line.reason),
  text('stream', (line) => line.stream),
  number('revision', (line) => line.revision),
];

/** The lines of a statement, each with the balance behind it: the sum of the amounts leads from opening to closing. */
export function statementCsv({ currency, lines }: Pick<Statement, 'currency' | 'lines'>): AsyncGenerator<string> {
  return csv(COLUMNS, inCurrency(lines(), currency));
}

async function* inCurrency(lines: AsyncIterable<StatementLine>, currency: string): AsyncGenerator<Line> {
  for await (const line of lines) yield { ...line, currency };
}
