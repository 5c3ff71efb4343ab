import { existsSync } from 'node:fs';
import { openSqliteEventReader, type SqliteEventReader } from '#event-store/sqlite';
import type { ReadModels, RowReader } from '#read-model';
import { openSqliteReadModels, openSqliteRowReader } from '#read-model/sqlite';
import { DataDirectory } from '#process';
import type { VaultReader } from '#vault';
import { openSqliteVaultReader } from '#vault/sqlite';
import type { Stores } from './source.js';

/** Embedded stores, opened for reading only: it works beside a running gateway and takes no lock that it would wait for. */
export class DirectorySource implements Stores {
  constructor(readonly directory: DataDirectory) {}

  events(): Promise<SqliteEventReader> {
    return Promise.resolve(openEvents(this.directory));
  }

  rows(): Promise<RowReader> {
    return Promise.resolve(openSqliteRowReader({ file: this.directory.readModels }));
  }

  vault(): Promise<VaultReader | undefined> {
    const { vault } = this.directory;
    return Promise.resolve(existsSync(vault) ? openSqliteVaultReader(vault) : undefined);
  }

  scratch(directory: string): Promise<ReadModels> {
    return Promise.resolve(openSqliteReadModels({ file: new DataDirectory(directory).readModels }));
  }
}

export function openEvents({ events }: DataDirectory): SqliteEventReader {
  return openSqliteEventReader({ file: events, pollMs: Infinity });
}
