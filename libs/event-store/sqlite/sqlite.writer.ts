import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MAX_BYTES_PER_APPEND } from '../event-store.port.js';
import { BUSY_TIMEOUT_MS, openForWriting } from './sqlite.open.js';
import { isSqliteError, isUncommitted, SQLITE, wordsOf } from './sqlite.faults.js';
import { FORMAT_VERSION } from './sqlite.schema.js';
import { parsePayload } from './sqlite.payload.js';
import {
  APPENDED,
  CLAIM,
  CLOSING_CELL,
  CONFLICT,
  DUPLICATE,
  LOCK_CELL,
  NUMBERS_PER_OUTCOME,
  WITHDRAWN,
  type BatchFault,
  type BatchMessage,
  type BatchOutcomes,
  type Claims,
  type WriterData,
  type Written,
} from './sqlite.protocol.js';
import { StreamHeads, type StreamHead } from './sqlite.stream-heads.js';

/** A commit whose fate is not known is tried again after this long. */
const SETTLE_AGAIN_MS = 200;
/** How long a probe waits for another connection's lock: a brief one is no trouble. */
const PROBE_BUSY_MS = 300;

/** Group commit: one transaction for all batches that have come, one savepoint for each append in it, so that a conflict fails alone. Runs in the writer thread. */
export class SqliteWriter {
  readonly #heads = new StreamHeads();
  #connection: Connection | undefined;
  #dataVersion = -1;
  /** Position of the last event written in this transaction. */
  #position = 0;

  readonly #claims: Claims;

  constructor(readonly options: WriterData) {
    this.#claims = options.claims;
    this.#connection = new Connection(openForWriting(options));
  }

  /**
   * All batches in one transaction, their outcomes one behind the other. Durable when it returns. A commit whose fate nobody knows is no
   * answer: the same is written again, and found where it stands, until the file says so. Only a store that closes meanwhile gets the doubt.
   */
  write(...batches: readonly BatchMessage[]): Written {
    let written = this.#write(batches);
    if (!('fault' in written) || !written.fault.ambiguous) return written;
    const doubt = written;
    while ('fault' in written) {
      if (Atomics.wait(this.#claims, this.#claims.length + CLOSING_CELL, 0, SETTLE_AGAIN_MS) !== 'timed-out') return doubt;
      written = this.#write(batches);
    }
    return written;
  }

  /** Why nothing can be written now; null where it can. Commits a page that stays as it was: a lock and a full disk show in nothing less. */
  probe(): string | null {
    try {
      const full = fullDisk(this.options.file);
      if (full !== undefined) return full;
      const connection = (this.#connection ??= new Connection(openForWriting(this.options)));
      connection.database.exec(`PRAGMA busy_timeout = ${PROBE_BUSY_MS}`);
      try {
        connection.begin.run();
        connection.database.exec(`PRAGMA user_version = ${FORMAT_VERSION}`);
        connection.commit.run();
      } finally {
        if (connection.database.isTransaction) connection.database.exec('ROLLBACK');
        connection.database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
      return null;
    } catch (error) {
      return this.#recover(error, true).message;
    }
  }

  #write(batches: readonly BatchMessage[]): Written {
    let committing = false;
    const outcomes = new Float64Array(batches.reduce((sum, { streams }) => sum + streams.length, 0) * NUMBERS_PER_OUTCOME);
    try {
      if (!this.#isWanted(batches)) return { outcomes: withdrawn(outcomes), head: this.#position };
      const connection = (this.#connection ??= new Connection(openForWriting(this.options)));
      this.#lock(connection);
      this.#refresh(connection);
      let at = 0;
      for (const batch of batches) {
        for (let index = 0; index < batch.streams.length; index += 1, at += NUMBERS_PER_OUTCOME) {
          if (this.#takes(batch.slot + index)) this.#append(connection, batch, index, outcomes.subarray(at, at + NUMBERS_PER_OUTCOME));
          else outcomes[at] = WITHDRAWN;
        }
      }
      committing = true;
      connection.commit.run();
      return { outcomes, head: this.#position };
    } catch (error) {
      return { fault: this.#recover(error, committing) };
    }
  }

  #lock(connection: Connection): void {
    Atomics.store(this.#claims, this.#claims.length + LOCK_CELL, 1);
    try {
      connection.begin.run();
    } finally {
      Atomics.store(this.#claims, this.#claims.length + LOCK_CELL, 0);
    }
  }

  /** Nobody waits for a lock on behalf of those who have gone. */
  #isWanted(batches: readonly BatchMessage[]): boolean {
    return batches.some(({ slot, streams }) => streams.some((_, index) => Atomics.load(this.#claims, slot + index) !== CLAIM.WITHDRAWN));
  }

  /** True also of what was taken by an earlier try. */
  #takes(cell: number): boolean {
    return Atomics.compareExchange(this.#claims, cell, CLAIM.OPEN, CLAIM.TAKEN) !== CLAIM.WITHDRAWN;
  }

  /** Folds the write-ahead log into the file, so that the file alone is whole even while others have it open. */
  finish(): void {
    this.#connection?.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#close();
  }

  #close(): void {
    this.#connection?.database.close();
    this.#connection = undefined;
  }

  /** `data_version` changes when another connection has written: then nothing that is remembered holds. */
  #refresh(connection: Connection): void {
    const { data_version: dataVersion } = connection.dataVersion.get() as { data_version: number };
    if (dataVersion === this.#dataVersion) return;
    this.#dataVersion = dataVersion;
    this.#heads.clear();
    this.#position = (connection.head.get() as { head: number } | undefined)?.head ?? 0;
  }

  #append(connection: Connection, batch: BatchMessage, index: number, outcome: BatchOutcomes): void {
    const stream = batch.streams[index] as string;
    const expected = batch.expected[index] as number;
    const count = batch.counts[index] as number;
    const payload = batch.payloads[index] as string;
    const head = this.#heads.get(stream) ?? connection.headOf(stream);
    if (head.revision !== expected) {
      const position = head.revision < expected + count ? 0 : connection.positionOfSame(head.id, expected + 1, count, payload);
      outcome[0] = position > 0 ? DUPLICATE : CONFLICT;
      outcome[1] = position > 0 ? expected + count : head.revision;
      outcome[2] = position;
      return;
    }
    const behind = batch.behind[index];
    if (behind !== undefined && behind !== (head.hash ?? connection.hashAt(head))) {
      outcome[0] = CONFLICT;
      outcome[1] = head.revision;
      return;
    }
    const id = connection.insert(stream, head, this.#position + 1, count, payload);
    if (id === undefined) {
      outcome[0] = CONFLICT;
      outcome[1] = connection.headOf(stream).revision;
      return;
    }
    this.#heads.set(stream, { id, revision: expected + count, hash: batch.hashes[index] });
    this.#position += count;
    outcome[0] = APPENDED;
    outcome[1] = expected + count;
    outcome[2] = this.#position;
  }

  /**
   * Leaves no transaction open and forgets what it remembered. The file is opened anew for the next batch, which reads what really
   * stands there.
   */
  #recover(error: unknown, committing: boolean): BatchFault {
    const ambiguous = committing && !isUncommitted(error);
    this.#heads.clear();
    this.#dataVersion = -1;
    try {
      if (this.#connection?.database.isTransaction) this.#connection.database.exec('ROLLBACK');
      if (!isSqliteError(error, SQLITE.FULL) && !isSqliteError(error, SQLITE.BUSY)) this.#close();
    } catch {
      this.#connection = undefined;
    }
    return { ambiguous, message: wordsOf(error) };
  }
}

/** A page may still fit where an append does not. A file system that does not say how large it is says nothing. */
function fullDisk(file: string): string | undefined {
  const { blocks, bfree, bsize } = statfsSync(dirname(file));
  if (blocks === 0 || bfree * bsize >= MAX_BYTES_PER_APPEND) return undefined;
  return `the disk is full (${Math.floor((bfree * bsize) / 1_024)} KiB are left)`;
}

function withdrawn(outcomes: BatchOutcomes): BatchOutcomes {
  for (let at = 0; at < outcomes.length; at += NUMBERS_PER_OUTCOME) outcomes[at] = WITHDRAWN;
  return outcomes;
}

/** The statements of one connection. */
class Connection {
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly dataVersion: StatementSync;
  readonly head: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #insertStream: StatementSync;
  readonly #insertAppend: StatementSync;
  readonly #streamHead: StatementSync;
  readonly #appendsFrom: StatementSync;

  constructor(readonly database: DatabaseSync) {
    this.begin = database.prepare('BEGIN IMMEDIATE');
    this.commit = database.prepare('COMMIT');
    this.dataVersion = database.prepare('PRAGMA data_version');
    this.head = database.prepare('SELECT position + count - 1 AS head FROM appends ORDER BY position DESC LIMIT 1');
    this.#savepoint = database.prepare('SAVEPOINT one_append');
    this.#release = database.prepare('RELEASE one_append');
    this.#insertStream = database.prepare('INSERT INTO streams (name) VALUES (?)');
    this.#insertAppend = database.prepare('INSERT INTO appends (position, stream, revision, count, payload) VALUES (?, ?, ?, ?, ?)');
    this.#streamHead = database.prepare(
      `SELECT streams.id AS id, coalesce(
         (SELECT revision + count - 1 FROM appends WHERE stream = streams.id ORDER BY revision DESC LIMIT 1), -1) AS revision
       FROM streams WHERE name = ?`,
    );
    this.#appendsFrom = database.prepare(
      `SELECT position, revision, count, payload FROM appends
       WHERE stream = ?1 AND revision >= (SELECT max(revision) FROM appends WHERE stream = ?1 AND revision <= ?2) AND revision < ?2 + ?3
       ORDER BY revision`,
    );
  }

  headOf(stream: string): StreamHead {
    return (this.#streamHead.get(stream) as StreamHead | undefined) ?? { id: 0, revision: -1 };
  }

  /** Hash of the stream's last event; undefined where it has none. */
  hashAt({ id, revision }: StreamHead): string | undefined {
    const [row] = this.#appendsFrom.all(id, revision, 1) as { payload: string }[];
    return row && parsePayload(row.payload).at(-1)?.metadata.hash;
  }

  /** Number of the stream; undefined when a constraint refused the row and only this append was undone. */
  insert(stream: string, head: StreamHead, position: number, count: number, payload: string): number | undefined {
    this.#savepoint.run();
    try {
      const id = head.id > 0 ? head.id : Number(this.#insertStream.run(stream).lastInsertRowid);
      this.#insertAppend.run(position, id, head.revision + 1, count, payload);
      this.#release.run();
      return id;
    } catch (error) {
      if (!isSqliteError(error, SQLITE.CONSTRAINT)) throw error;
      this.database.exec('ROLLBACK TO one_append; RELEASE one_append');
      return undefined;
    }
  }

  /** Position of the last of these events if they stand at this revision with the same ids; else 0. */
  positionOfSame(stream: number, revision: number, count: number, payload: string): number {
    const wanted = parsePayload(payload).map((event) => event.id);
    const rows = this.#appendsFrom.all(stream, revision, count) as { position: number; revision: number; count: number; payload: string }[];
    const standing = rows.flatMap((row) =>
      parsePayload(row.payload).map(({ id }, index) => ({ id, position: row.position + index, revision: row.revision + index })),
    );
    const same = standing.filter((event) => event.revision >= revision && event.revision < revision + count);
    if (same.length !== count || same.some((event, index) => event.id !== wanted[index])) return 0;
    return same[count - 1]?.position ?? 0;
  }
}
