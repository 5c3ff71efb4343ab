import type { JsonObject, Position } from '#event-store';

/**
 * The read-model port: rows of JSON by key, in a collection for each projection and version. Nothing here is worth keeping:
 * every row follows from the events. Rows are read and written whole, so an engine needs no transaction over several of them
 * (ADR 0006): each row carries the position of the last event folded into it, and a write that is not newer than the
 * row does nothing. So a projector that died between rows and checkpoint may fold the same events again.
 * Money stands in rows as text and is never summed by the engine.
 */

export interface CollectionName {
  readonly name: string;
  readonly version: number;
}

/** Fields of the row, in order. A row that lacks one of them (absent or null) does not stand in that index. */
export type Indexes = { readonly [index: string]: readonly string[] };

export interface CollectionSpec extends CollectionName {
  readonly indexes: Indexes;
}

/** A collection with the shape of its rows, for those who query it. */
export interface CollectionOf<Row extends object> extends CollectionSpec {
  /** Exists in types alone. */
  readonly rowShape?: Row;
}

export type IndexValue = string | number;

export interface StoredRow {
  readonly key: string;
  /** The row as it was written, byte for byte. */
  readonly json: string;
  /** Of the last event folded into it. */
  readonly position: Position;
}

/** What is known of a key: where the engine keeps its mark, a removed row still has the position of its removal. */
export type LoadedRow = Omit<StoredRow, 'json'> & { readonly json: string | undefined };

export interface RowWrite {
  readonly key: string;
  /** Undefined removes the row. */
  readonly row: JsonObject | undefined;
  readonly position: Position;
}

/** An event that could not be folded, and what it stopped. */
export interface Poison {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly message: string;
}

/** How the first build of this version compared with the version before, at the position where that one stood. */
export interface Comparison {
  readonly version: number;
  readonly position: string;
  readonly rows: number;
  readonly rowsBefore: number;
  readonly equal: boolean;
}

export interface Checkpoint {
  /** Every event up to here is folded or, in a parked stream, passed over. */
  readonly position: Position;
  /** Id of the event at the position: tells another log, such as a restored backup, from this one. Null before the first event. */
  readonly eventId: string | null;
  /** True once it has reached the head of the log: from then on it serves. */
  readonly live: boolean;
  /** What a money projection stands still in front of. */
  readonly stopped: Poison | null;
  /** Streams that are passed over from the event on that could not be folded. */
  readonly parked: readonly Poison[];
  readonly compared: Comparison | null;
}

export interface Commit {
  readonly collection: CollectionName;
  readonly rows: readonly RowWrite[];
  /** Groups of rows that have to be stored before `rows`, each before the next: what stands in a row may have come from a later one. */
  readonly before?: readonly (readonly RowWrite[])[];
  readonly checkpoint: Checkpoint;
}

/** All rows of a commit, in the order in which they have to be stored. */
export const rowsInOrder = ({ before = [], rows }: Pick<Commit, 'before' | 'rows'>): readonly (readonly RowWrite[])[] => [...before, rows];

export type Order = 'ascending' | 'descending';

/** Rows of an index: equal in its leading fields, between two bounds in the next one, in order of the rest and then of the key. */
export interface RowQuery {
  /** A declared index, or `key`. */
  readonly index: string;
  /** Values of the index's leading fields. */
  readonly equals?: readonly IndexValue[];
  /** Bounds of the field behind those: `from` is included, `before` is not. */
  readonly from?: IndexValue;
  readonly before?: IndexValue;
  readonly order?: Order;
}

export interface PageQuery extends RowQuery {
  /** 1 to MAX_ROWS_PER_PAGE. */
  readonly limit: number;
  /** `next` of the page before. It names a place, not a count, so rows that arrive meanwhile move nothing. */
  readonly cursor?: string;
}

export interface RowPage {
  readonly rows: readonly StoredRow[];
  readonly next: string | undefined;
  /** At least every event up to here is folded into what the page shows. */
  readonly asOf: Position;
}

export interface RowReader {
  /**
   * Every event up to `asOf` is folded into the row, and all other rows hold what its last event made of them. Only where a projector
   * died between its rows and its checkpoint, on an engine without transactions, may the row's own position be beyond `asOf`: then
   * others may not have followed it yet.
   */
  get(collection: CollectionName, key: string): Promise<{ readonly row: StoredRow | undefined; readonly asOf: Position }>;
  /** Throws `CURSOR_UNKNOWN` for a cursor that this query did not give, RangeError for an index or limit that cannot be. */
  find(collection: CollectionSpec, query: PageQuery): Promise<RowPage>;
  /** All rows of a query, read page by page: no long transaction, and nothing is built in memory. */
  iterate(collection: CollectionSpec, query: RowQuery): AsyncIterable<StoredRow>;
  checkpoint(collection: CollectionName): Promise<Checkpoint | undefined>;
  /** Every collection there is, of older versions too. */
  collections(): Promise<readonly CollectionName[]>;
  /**
   * Rows and checkpoints of one moment, standing still until closed. Absent where the engine has no such moment (MongoDB without
   * transactions): there every row moves on by itself, and is never behind a checkpoint that was read before it.
   */
  snapshot?(): Promise<RowReader>;
  close(): Promise<void>;
}

/** What a writer carries that may be followed by another: the store refuses those whose token is behind. */
export interface Fence {
  readonly name: string;
  /** One more with each who may write, and never again less. */
  readonly token: number;
}

/** Knows the highest token of a name. */
export interface Fences {
  read(name: string): Promise<Pick<Fence, 'token'> | undefined>;
}

/**
 * Read models that are opened with a fence belong to whoever was given its token. `declare`, `commit` and `drop` throw `FENCED` once a newer
 * holder is known: from its first `declare` of a collection on, no older one can move that collection's checkpoint, at whatever
 * moment its write arrives. Writers without a fence stand below every token.
 */
export interface ReadModels extends RowReader {
  /** Makes the collection if it is not there. Throws `COLLECTION_CHANGED` when it is there with other indexes. */
  declare(collection: CollectionSpec): Promise<void>;
  /** The rows of these keys as they stand, in the same order. Events up to a removed row's position must not be folded into it again. */
  load(collection: CollectionName, keys: readonly string[]): Promise<readonly (LoadedRow | undefined)[]>;
  /** All rows are stored before any checkpoint moves; where the engine has transactions, both at once. */
  commit(commits: readonly Commit[]): Promise<void>;
  drop(collection: CollectionName): Promise<void>;
}

/** Keeps a row that follows from no projection, such as a cache of a gateway's. Neither throws nor is waited for, and may lose it. */
export type KeepRow = (collection: CollectionSpec, row: RowWrite) => void;

export const MAX_ROWS_PER_PAGE = 1_000;
