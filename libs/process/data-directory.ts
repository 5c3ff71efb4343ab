import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { directoryHolder } from './directory-holder.js';
import { DirectoryHeldError, DirectoryLock } from './directory-lock.js';
import { EXIT, StartError } from './exit-codes.js';
import { faultCode, faultMessage } from './fault-code.js';
import { readMigrationMark, writeMigrationMark } from './migration-mark.js';
import { closeFiles } from './own-files.js';

/** What stands where in a data directory, and whose it is: no other module knows the names of these files. */
export class DataDirectory {
  /** Absolute. */
  readonly path: string;
  readonly events: string;
  readonly readModels: string;
  readonly vault: string;
  readonly responses: string;
  readonly failures: string;
  readonly masterKey: string;
  readonly adminToken: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  /** Its presence tells that generated secrets have been shown. */
  readonly secretsShown: string;
  readonly lockFile: string;
  readonly pidFile: string;
  /** Stands in a directory whose books go on elsewhere; a person who removes it goes on with the old ones. */
  readonly migrationMark: string;
  /** There while the gateway does not believe the wall clock. */
  readonly clockNotice: string;
  /** A person's word that the wall clock is right; the gateway takes it away. */
  readonly clockAcceptance: string;
  /** What `tokenok people` asks of the gateway that holds the directory, and what it answers: each is taken away by who reads it. */
  readonly peopleRequest: string;
  readonly peopleAnswer: string;

  constructor(path: string) {
    this.path = resolve(path);
    const at = (file: string): string => join(this.path, file);
    this.events = at('events.db');
    this.readModels = at('read-models.db');
    this.vault = at('vault.db');
    this.responses = at('responses.db');
    this.failures = at('failures.db');
    this.masterKey = at('master-key');
    this.adminToken = at('admin-token');
    this.adminEmail = at('admin-email');
    this.adminPassword = at('admin-password');
    this.secretsShown = at('secrets-shown');
    this.lockFile = at('lock.db');
    this.pidFile = at('gateway.pid');
    this.migrationMark = at('migrated-to');
    this.clockNotice = at('clock-moved');
    this.clockAcceptance = at('clock-accept');
    this.peopleRequest = at('people-request');
    this.peopleAnswer = at('people-answer');
  }

  /**
   * For a process that serves: the directory is there, ours, nobody else's until the lock is released, and its books have not been
   * moved elsewhere. Throws a `StartError`.
   */
  hold(): DirectoryLock {
    this.#make();
    const lock = this.#lockToServe();
    try {
      this.#assertNotMigrated();
      this.#closeToOthers();
      return lock;
    } catch (fault) {
      lock.release();
      throw fault;
    }
  }

  /** As it is: for whoever takes the books out of it. Throws `DirectoryHeldError`, or what the system says. */
  lock(): DirectoryLock {
    return DirectoryLock.acquire(this);
  }

  /** Which process holds it; undefined for none. */
  holder(): number | undefined {
    return directoryHolder(this);
  }

  /** Where to and when its books were moved; undefined where they were not. */
  migratedTo(): string | undefined {
    return readMigrationMark(this.migrationMark);
  }

  /** Whole and on the disk before it returns. The place holds no credentials. */
  markMigrated(place: string): void {
    writeMigrationMark(this.migrationMark, place);
  }

  /** Why a start on it is not possible, as a person can act on it. */
  unusable(cause: unknown): StartError {
    const message = `The data directory ${this.path} cannot be used: ${reason(cause)} (TOKENOK_DATA_DIR sets another)`;
    return new StartError(EXIT.DATA_DIRECTORY, message, { cause });
  }

  /** With mode 0700; group and others are taken out of one that exists. */
  #make(): void {
    const { path } = this;
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      if (!statSync(path).isDirectory()) throw new Error('it is not a directory');
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
      if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
    } catch (cause) {
      throw this.unusable(cause);
    }
  }

  #closeToOthers(): void {
    try {
      closeFiles(this.path);
    } catch (cause) {
      throw this.unusable(cause);
    }
  }

  #lockToServe(): DirectoryLock {
    try {
      return this.lock();
    } catch (cause) {
      if (!(cause instanceof DirectoryHeldError)) throw this.unusable(cause);
      const message = `The data directory ${this.path} is in use by another gateway (process ${cause.holder}): stop it, or set TOKENOK_DATA_DIR`;
      throw new StartError(EXIT.LOCKED, message, { cause });
    }
  }

  /** To be asked under the lock: a migration writes its mark before it lets the directory go. */
  #assertNotMigrated(): void {
    const mark = this.migratedTo();
    if (mark === undefined) return;
    throw new StartError(
      EXIT.DATA_DIRECTORY,
      `The data directory ${this.path} has been migrated to ${mark}: a gateway here would spend the same balances a second time. ` +
        `Set EVENTSTORE_URL and MONGODB_URL; to go on here all the same, remove ${this.migrationMark}`,
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  // Node answers so to a recursive mkdir on a read-only file system.
  ENOENT: 'it cannot be created there (is the file system read-only?)',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

function reason(cause: unknown): string {
  return REASONS[faultCode(cause) ?? ''] ?? faultMessage(cause);
}
