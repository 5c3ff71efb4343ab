import { rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { faultIn } from './sqlite-fault.js';
import { isMarked, isThere } from './set-aside.js';

/** SQLite reads and checks so much in about half a second; what is larger is looked at as far as whoever opens it reads. */
const MOST_CHECKED_BYTES = 256 * 1024 * 1024;
const BUSY_TIMEOUT_MS = 5_000;

/** https://www.sqlite.org/rescode.html: the file is not what was written into it, or cannot be opened or written at all. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);
const NOT_OPENED: ReadonlySet<number> = new Set([3, 8, 14]);
/** SQLITE_IOERR_READ and SQLITE_IOERR_SHORT_READ: the disk does not give back what it was given. */
const READ_FAULTS: ReadonlySet<number> = new Set([266, 522]);

/** True where SQLite says that the file is damaged: whatever it was asked for, asking again does not help. */
export function isDamage(fault: unknown): boolean {
  const errcode = faultIn(fault);
  return errcode !== undefined && (DAMAGE.has(errcode & 0xff) || READ_FAULTS.has(errcode));
}

/**
 * Why a file that may be thrown away cannot serve; undefined where it is not there, or is sound. To be asked by whoever alone may
 * write it, in a directory that can be written: then a file that cannot be opened is at fault itself. `look` asks what only its
 * owner knows, and answers what is wrong; SQLite's faults within it count too. Any other fault is left to whoever opens the file.
 */
export function damageIn(file: string, look: (database: DatabaseSync, isSmall: boolean) => string | undefined): string | undefined {
  if (isMarked(file)) return 'was found damaged while it was used';
  if (!isThere(file)) return undefined;
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return 'it is a link to nothing';
  if (size === 0) return 'it is empty: what was in it is gone';
  let database: DatabaseSync | undefined;
  try {
    const isSmall = size <= MOST_CHECKED_BYTES;
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec('BEGIN IMMEDIATE; ROLLBACK'); // one that can only be read is of no use
    return (isSmall ? brokenStructure(database) : undefined) ?? look(database, isSmall);
  } catch (fault) {
    return isDamage(fault) || isItsOwn(fault, file) ? (fault as Error).message : undefined;
  } finally {
    database?.close();
  }
}

/** What cannot be opened is at fault itself only where others can: a full disk, or too many open files, is no damage. */
function isItsOwn(fault: unknown, file: string): boolean {
  const errcode = faultIn(fault);
  if (errcode === undefined || !NOT_OPENED.has(errcode & 0xff)) return false;
  const probe = `${file}.probe`;
  try {
    writeFileSync(probe, 'probe');
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}

function brokenStructure(database: DatabaseSync): string | undefined {
  const [found] = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  return found === undefined || found.quick_check === 'ok' ? undefined : found.quick_check.replaceAll(/\s+/g, ' ').slice(0, 200);
}
