import { randomBytes } from 'node:crypto';
import type { Position } from '#event-store';
import type {
  Checkpoint,
  CollectionName,
  CollectionSpec,
  Indexes,
  IndexValue,
  LoadedRow,
  RowWrite,
  StoredRow,
} from '../read-model.port.js';
import { indexValue, KEY_INDEX } from '../row-query.js';
import { entryOf } from './mongodb.entries.js';

/** A row, or without `json` and `entries` the mark that it was removed at that position. Marks stay: they are what refuses older writes. */
export interface RowDocument {
  readonly _id: string;
  readonly position: string;
  readonly json?: string;
  readonly entries?: { readonly [index: string]: string };
}

/** One for each projection and version, in the collection `collections`. */
export interface CollectionDocument {
  readonly _id: string;
  readonly name: string;
  readonly version: number;
  readonly indexes: string;
  /** Where the rows are. New with each making, so that what an old writer still has in hand cannot land in it. */
  readonly rows: string;
  /** The highest token that has declared it. */
  readonly fence: number;
  readonly position: string | null;
  readonly checkpoint: string | null;
}

export const COLLECTIONS = 'collections';
export const ROWS = 'rows.';

export const nameOf = ({ name, version }: CollectionName): string => `${name}@${version}`;

/** Enough for 128 bits: EventStoreDB's positions are a pair of 64. Padded, so that texts order and compare as the numbers do. */
const POSITION_DIGITS = 39;

export const positionText = (position: Position): string => String(position).padStart(POSITION_DIGITS, '0');

export function newCollection(spec: CollectionSpec, fence: number): CollectionDocument {
  const { name, version } = spec;
  const rows = `${ROWS}${nameOf(spec)}.${randomBytes(6).toString('hex')}`;
  return { _id: nameOf(spec), name, version, indexes: JSON.stringify(spec.indexes), rows, fence, position: null, checkpoint: null };
}

/** Throws a TypeError for an index value that cannot be ordered alike on every engine. */
export function rowDocument(indexes: Indexes, { key, row, position }: RowWrite): RowDocument {
  if (row === undefined) return { _id: key, position: positionText(position) };
  const entries: [string, string][] = [[KEY_INDEX, entryOf([key])]];
  for (const [index, fields] of Object.entries(indexes)) {
    const values = fields.map((field) => indexValue(row, field));
    if (!values.includes(null)) entries.push([index, entryOf([...(values as IndexValue[]), key])]);
  }
  return { _id: key, position: positionText(position), json: JSON.stringify(row), entries: Object.fromEntries(entries) };
}

export function loadedRow({ _id: key, json, position }: RowDocument): LoadedRow {
  return { key, json, position: BigInt(position) };
}

export function storedRow(document: RowDocument | null | undefined): StoredRow | undefined {
  return document?.json === undefined ? undefined : { key: document._id, json: document.json, position: BigInt(document.position) };
}

export function checkpointOf({ position, checkpoint }: CollectionDocument): Checkpoint | undefined {
  if (position === null || checkpoint === null) return undefined;
  return { position: BigInt(position), ...(JSON.parse(checkpoint) as Omit<Checkpoint, 'position'>) };
}

export function checkpointFields({ position, ...rest }: Checkpoint): Pick<CollectionDocument, 'position' | 'checkpoint'> {
  return { position: positionText(position), checkpoint: JSON.stringify(rest) };
}
