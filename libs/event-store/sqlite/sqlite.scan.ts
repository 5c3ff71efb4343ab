import type { DatabaseSync } from 'node:sqlite';
import type { Position, RawEvent } from '../event-store.port.js';

export async function* scanAppends(database: DatabaseSync, after: Position): AsyncIterable<RawEvent> {
  const statement = database.prepare(
    `SELECT appends.position, streams.name, appends.revision, CAST(appends.payload AS BLOB)
     FROM appends LEFT JOIN streams ON streams.id = appends.stream WHERE position > ? ORDER BY position LIMIT 256`,
    { returnArrays: true, readBigInts: true },
  );
  for (let last = after; ;) {
    const rows = statement.all(last) as unknown as [bigint, string, bigint, Uint8Array][];
    if (rows.length === 0) return;
    for (const [position, stream, revision, payload] of rows) {
      const lines = Buffer.from(payload).toString('utf8').slice(2, -2).split(',\n');
      for (const [index, text] of lines.entries())
        yield { position: position + BigInt(index), stream, revision: revision + BigInt(index), text };
      last = position;
    }
  }
}
