import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { damageIn, isDamage, markDamaged, setAside } from '#set-aside';
import { FailuresUnavailableError, MOST_PLACES, type Count, type FailureStore, type Tally, type Window } from '../index.js';

/** "tokf" */
const APPLICATION_ID = 0x746f6b66;
const SCHEMA = `
  CREATE TABLE counts (key TEXT PRIMARY KEY, count INTEGER NOT NULL, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX counts_ended ON counts (ends_at);
  CREATE TABLE tallies (subject TEXT PRIMARY KEY, count INTEGER NOT NULL, since INTEGER NOT NULL, ends_at INTEGER NOT NULL, places TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
`;

export interface SqliteFailuresOptions {
  readonly file: string;
  /** Told when the file was damaged and has been set aside: what was counted is counted anew. */
  readonly onSetAside?: (told: { readonly damage: string; readonly file: string }) => void;
}

/** For whoever holds the directory. Begins empty where the file is damaged. Throws `FAILURES_UNAVAILABLE` where none can be opened or made. */
export function openSqliteFailures({ file, onSetAside }: SqliteFailuresOptions): FailureStore {
  const damage = damageIn(file, (database) =>
    isEmpty(database) || isOurs(database) ? undefined : 'it is a SQLite database of something else',
  );
  if (damage !== undefined) onSetAside?.({ damage, file: setAside(file, new Date()) });
  try {
    const database = new DatabaseSync(file);
    // A power cut may take the last of it: nothing waits for the disk.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    if (isEmpty(database)) database.exec(`BEGIN; ${SCHEMA} COMMIT`);
    return new SqliteFailures(file, database);
  } catch (cause) {
    throw new FailuresUnavailableError(`${file} cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function isOurs(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA application_id').get()?.['application_id'] === APPLICATION_ID;
}

interface TallyRow {
  readonly subject: string;
  readonly count: number;
  readonly since: number;
  readonly places: string;
}

/** A file of its own, written in microseconds on the calling thread by the one process that holds the directory. */
class SqliteFailures implements FailureStore {
  readonly #add: StatementSync;
  readonly #forget: StatementSync;
  readonly #places: StatementSync;
  readonly #note: StatementSync;
  readonly #take: StatementSync;
  readonly #sweep: StatementSync;

  constructor(
    private readonly file: string,
    private readonly database: DatabaseSync,
  ) {
    this.#add = database.prepare(
      `INSERT INTO counts (key, count, ends_at) VALUES (:key, max(0, :by), :ends)
       ON CONFLICT (key) DO UPDATE SET count = max(0, iif(ends_at > :now, count, 0) + :by), ends_at = iif(ends_at > :now, ends_at, :ends)
       RETURNING count, ends_at`,
    );
    this.#forget = database.prepare('DELETE FROM counts WHERE key = ?');
    this.#places = database.prepare('SELECT places FROM tallies WHERE subject = ?');
    this.#note = database.prepare(
      `INSERT INTO tallies (subject, count, since, ends_at, places) VALUES (:subject, 1, :now, :ends, :places)
       ON CONFLICT (subject) DO UPDATE SET count = count + 1, places = :places`,
    );
    this.#take = database.prepare(
      `DELETE FROM tallies WHERE subject IN (SELECT subject FROM tallies WHERE ends_at <= ? LIMIT ?) RETURNING subject, count, since, places`,
    );
    this.#sweep = database.prepare('DELETE FROM counts WHERE ends_at <= ?');
  }

  async add(key: string, by: 1 | -1, { nowMs, windowMs }: Window): Promise<Count> {
    return this.#run(() => {
      const row = this.#add.get({ key, by, now: nowMs, ends: nowMs + windowMs }) as { count: number; ends_at: number };
      return { count: row.count, endsAtMs: row.ends_at };
    });
  }

  async forget(key: string): Promise<void> {
    this.#run(() => this.#forget.run(key));
  }

  async note(subject: string, from: string, { nowMs, windowMs }: Window): Promise<void> {
    this.#run(() => {
      const known = (this.#places.get(subject) as Pick<TallyRow, 'places'> | undefined)?.places;
      const places = new Set(known === undefined ? [] : (JSON.parse(known) as string[]));
      if (places.size < MOST_PLACES) places.add(from);
      this.#note.run({ subject, now: nowMs, ends: nowMs + windowMs, places: JSON.stringify([...places]) });
    });
  }

  async takeEnded(nowMs: number, most: number): Promise<readonly Tally[]> {
    const rows = this.#run(() => this.#take.all(nowMs, most) as unknown as TallyRow[]);
    return rows.map(({ subject, count, since, places }) => ({ subject, count, from: JSON.parse(places) as string[], sinceMs: since }));
  }

  async sweep(nowMs: number): Promise<void> {
    this.#run(() => this.#sweep.run(nowMs));
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  /** Damage is marked, so that the next start begins empty. */
  #run<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (cause) {
      if (isDamage(cause)) markDamaged(this.file);
      throw new FailuresUnavailableError(`${this.file}: ${(cause as Error).message}`, { cause });
    }
  }
}
