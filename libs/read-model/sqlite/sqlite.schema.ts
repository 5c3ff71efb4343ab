import type { CollectionName, CollectionSpec, Indexes } from '../read-model.port.js';
import type { Plan } from '../row-query.js';

/** 'TKrm' in the file's header: says whose file it is. */
export const APPLICATION_ID = 0x544b726d;

/** Kept in `user_version`; the file is made anew when it changes. */
export const FORMAT_VERSION = 1;

/** Rows of up to 2 kB stay on one page. */
export const PAGE_BYTES = 8192;

export const SCHEMA = `
CREATE TABLE collections (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  indexes TEXT NOT NULL,
  position INTEGER,
  checkpoint TEXT,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
`;

export const nameOf = ({ name, version }: CollectionName): string => `${name}@${version}`;

export const tableOf = (collection: CollectionName): string => quoted(nameOf(collection));

/** Each field that any index names, once, in the order of first mention: a column of its own beside the JSON. */
export const columnsOf = (indexes: Indexes): readonly string[] => [...new Set(Object.values(indexes).flat())];

const column = (field: string): string => quoted(`row.${field}`);

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table and its indexes. Columns without a type keep whole numbers and texts as they are; partial indexes leave out rows that lack a field. */
export function createTable(collection: CollectionSpec): string {
  const columns = columnsOf(collection.indexes).map((field) => `, ${column(field)}`);
  const indexes = Object.entries(collection.indexes).map(([index, fields]) => {
    const present = fields.map((field) => `${column(field)} IS NOT NULL`).join(' AND ');
    return `CREATE INDEX ${indexName(collection, index)} ON ${tableOf(collection)} (${fields.map(column).join(', ')}, key) WHERE ${present};`;
  });
  return `CREATE TABLE ${tableOf(collection)} (key TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, position INTEGER NOT NULL${columns.join('')})
    WITHOUT ROWID; ${indexes.join(' ')}`;
}

const indexName = (collection: CollectionName, index: string): string => quoted(`${nameOf(collection)}.${index}`);

/** One row for each statement: the number of variables is small and fixed, whatever the batch holds. */
export function upsertRow(collection: CollectionSpec): string {
  const columns = ['key', 'json', 'position', ...columnsOf(collection.indexes).map(column)];
  const table = tableOf(collection);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (key) DO UPDATE SET ${columns
      .slice(1)
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')} WHERE excluded.position > ${table}.position`;
}

/** Parameters: equals, from, before, behind, limit, as far as the plan has them. */
export function selectPage(collection: CollectionSpec, index: string, { fields, equals, from, before, behind, descending }: Plan): string {
  const columns = [...fields.map(column), 'key'];
  const open = columns.slice(equals.length);
  const next = open[0] as string;
  const conditions = [
    ...columns.slice(0, equals.length).map((name) => `${name} = ?`),
    ...(from === undefined ? [] : [`${next} >= ?`]),
    ...(before === undefined ? [] : [`${next} < ?`]),
    ...(behind ? [`(${open.join(', ')}) ${descending ? '<' : '>'} (${open.map(() => '?').join(', ')})`] : []),
    ...fields.slice(equals.length).map((field) => `${column(field)} IS NOT NULL`),
  ];
  const indexed = fields.length > 0 ? `INDEXED BY ${indexName(collection, index)}` : '';
  return `SELECT key, json, position FROM ${tableOf(collection)} ${indexed}
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    ORDER BY ${open.map((name) => `${name} ${descending ? 'DESC' : 'ASC'}`).join(', ')} LIMIT ?`;
}
