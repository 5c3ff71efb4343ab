import type { DirectoryRow } from '#directory';
import type { Position } from '#event-store';
import { rowsOf, type RowReader } from '#read-model';
import { directory } from './directory.projection.js';

/** All rows, and the position from which the log goes on: what a gateway starts its directory from. */
export async function readDirectory(models: RowReader): Promise<{ readonly rows: readonly DirectoryRow[]; readonly asOf: Position }> {
  const asOf = (await models.checkpoint(directory))?.position ?? 0n;
  const rows: DirectoryRow[] = [];
  for await (const row of rowsOf(models, directory).iterate({ index: 'key' })) rows.push(row);
  return { rows, asOf };
}
