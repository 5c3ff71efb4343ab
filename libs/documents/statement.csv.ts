import type { Statement, StatementLine } from '#projections';
import { csv, type Column } from './csv.js';
import { HEADS, type HeadLanguage } from './heads.js';

type Line = StatementLine & { readonly currency: string };

const text = <Name extends string>(name: Name, of: Column<Line>['of']) => ({ name, kind: 'text', of }) as const;
const number = <Name extends string>(name: Name, of: Column<Line>['of']) => ({ name, kind: 'number', of }) as const;

const COLUMNS = [
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
] as const;

const heads: Readonly<Record<HeadLanguage, Readonly<Record<(typeof COLUMNS)[number]['name'], string>>>> = HEADS;

/** The lines of a statement, each with the balance behind it: the sum of the amounts leads from opening to closing. */
export function statementCsv({ currency, lines }: Pick<Statement, 'currency' | 'lines'>, language?: HeadLanguage): AsyncGenerator<string> {
  return csv(COLUMNS, inCurrency(lines(), currency), language && heads[language]);
}

async function* inCurrency(lines: AsyncIterable<StatementLine>, currency: string): AsyncGenerator<Line> {
  for await (const line of lines) yield { ...line, currency };
}
