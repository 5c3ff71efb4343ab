import { stringify } from 'csv-stringify/sync';

/** A column: its name in the header and its cell in a row. Undefined and null are empty cells. */
export interface Column<Row> {
  readonly name: string;
  /** `number` stays as it is, so that a spreadsheet can add it up; `text` is kept from being run as a formula. */
  readonly kind: 'text' | 'number';
  readonly of: (row: Row) => string | number | null | undefined;
}

const ROWS_PER_CHUNK = 200;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * CSV after RFC 4180 (commas, CRLF, quotes where needed, UTF-8), header first, in pieces of some rows: nothing is built in memory,
 * and a reader that pauses pauses the source. A text that a spreadsheet would run as a formula gets an apostrophe in front;
 * numbers never do, and what is not a plain number cannot pass for one. `heads`: what columns are called in the header, else their names.
 */
export async function* csv<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
  heads: Readonly<Record<string, string>> = {},
): AsyncGenerator<string> {
  yield written([columns.map(({ name }) => heads[name] ?? name)]);
  let chunk: string[][] = [];
  for await (const row of rows) {
    chunk.push(columns.map((column) => cell(column, row)));
    if (chunk.length < ROWS_PER_CHUNK) continue;
    yield written(chunk);
    chunk = [];
  }
  if (chunk.length > 0) yield written(chunk);
}

function cell<Row>({ name, kind, of }: Column<Row>, row: Row): string {
  const value = of(row) ?? '';
  const text = String(value);
  if (kind === 'text') return FORMULA.test(text) ? `'${text}` : text;
  if (text !== '' && !NUMBER.test(text)) throw new RangeError(`${name} is a number, not ${JSON.stringify(text)}`);
  return text;
}

/** A line feed alone ends a row too, for whoever reads it: what stands behind it would be a row, and a formula, of its own. */
const LINE_BREAK = /[\r\n]/;

const written = (records: readonly (readonly string[])[]): string =>
  stringify([...records] as string[][], { record_delimiter: 'windows', quoted_match: LINE_BREAK });
