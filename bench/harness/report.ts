/** What one bench found. Main prints it, and writes it as it is with `--json`. */
export interface BenchReport {
  readonly title: string;
  readonly tables: readonly Table[];
  /** What a reader has to know to judge the numbers. */
  readonly notes: readonly string[];
  /** What is wrong: the numbers do not count while there are any. */
  readonly problems: readonly string[];
  /** Every single measurement, for `--json`. */
  readonly measurements: unknown;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function formatReport({ title, tables, notes, problems }: BenchReport): string {
  const lines = [`\n${title}`, '='.repeat(title.length)];
  for (const table of tables) lines.push('', ...formatTable(table));
  if (notes.length > 0) lines.push('', ...notes.map((note) => `- ${note}`));
  if (problems.length > 0) lines.push('', ...problems.map((problem) => `PROBLEM: ${problem}`));
  return `${lines.join('\n')}\n`;
}

/** First column to the left, numbers to the right. */
export function formatTable({ columns, rows }: Table): string[] {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    widths.map((width, index) => (index === 0 ? (cells[index] ?? '').padEnd(width) : (cells[index] ?? '').padStart(width))).join('  ');
  return [line(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].map((text) => text.trimEnd());
}
