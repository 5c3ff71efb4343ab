import type { Position } from '#event-store';
import type { CollectionOf, PageQuery, RowQuery, RowReader } from './read-model.port.js';

export interface TypedPage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
  readonly asOf: Position;
}

/** The rows of one collection in their own shape. */
export interface RowsOf<Row> {
  get(key: string): Promise<{ readonly row: Row | undefined; readonly asOf: Position }>;
  find(query: PageQuery): Promise<TypedPage<Row>>;
  iterate(query: RowQuery): AsyncIterable<Row>;
}

export function rowsOf<Row extends object>(models: RowReader, collection: CollectionOf<Row>): RowsOf<Row> {
  const parse = ({ json }: { readonly json: string }): Row => JSON.parse(json) as Row;
  return {
    get: async (key) => {
      const { row, asOf } = await models.get(collection, key);
      return { row: row && parse(row), asOf };
    },
    find: async (query) => {
      const { rows, next, asOf } = await models.find(collection, query);
      return { rows: rows.map(parse), next, asOf };
    },
    iterate: async function* (query) {
      for await (const row of models.iterate(collection, query)) yield parse(row);
    },
  };
}
