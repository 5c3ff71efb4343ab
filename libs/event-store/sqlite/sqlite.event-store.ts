import { backup as backUp } from 'node:sqlite';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { UnavailableError } from '../errors.js';
import type { EventStore, Position } from '../event-store.port.js';
import { SqliteBatcher } from './sqlite.batcher.js';
import type { BatcherOptions } from './sqlite.batcher.options.js';
import { openForReading } from './sqlite.open.js';
import { openSqliteEventReader } from './sqlite.reader.js';

const ALL_PAGES = 0x7fffffff;

export type SqliteStoreOptions = BatcherOptions;

export interface SqliteEventStore extends EventStore {
  /** Calls the listener with the new head after each durable batch, in this thread; the result ends that. */
  onAppended(listener: (head: Position) => void): () => void;
  /** A consistent copy into a new file while appends go on. */
  backup(toFile: string): Promise<void>;
  integrity(): readonly string[];
}

/** The one writer of the file, and reads in this thread. Throws `UnavailableError` naming why the file cannot be opened. */
export async function openSqliteEventStore(options: SqliteStoreOptions): Promise<SqliteEventStore> {
  const listeners = new Set<(head: Position) => void>();
  const batcher = await SqliteBatcher.open(options, (head) => listeners.forEach((listener) => listener(head)));
  const reader = openSqliteEventReader({ file: options.file, pollMs: Infinity });
  const onAppended = (listener: (head: Position) => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  onAppended(() => reader.wake());
  return {
    gapless: true,
    certain: true,
    pipelines: true,
    append: (stream, events, expected, options) => batcher.append(stream, events, expected, options),
    probe: () => batcher.probe(),
    readStream: (stream, settings) => reader.readStream(stream, settings),
    readAll: (settings) => reader.readAll(settings),
    eventAt: (position) => reader.eventAt(position),
    scan: (settings) => reader.scan(settings),
    subscribe: (settings, handler) => reader.subscribe(settings, handler),
    head: () => reader.head(),
    integrity: () => reader.integrity(),
    onAppended,
    backup: (toFile) => backupTo(options.file, toFile),
    /** The writer last, so that it can fold the write-ahead log into the file. */
    close: async () => {
      await reader.close();
      await batcher.close();
    },
  };
}

/**
 * All pages in one step of SQLite's backup interface, in a thread of its own: it reads one snapshot and never starts again
 * because of the writer. The copy gets its name only when it is whole.
 */
async function backupTo(file: string, toFile: string): Promise<void> {
  if (existsSync(toFile)) throw new UnavailableError(`Cannot back up to ${toFile}: it exists already`);
  const partial = `${toFile}.partial`;
  rmSync(partial, { force: true });
  const source = openForReading(file);
  try {
    await backUp(source, partial, { rate: ALL_PAGES });
    renameSync(partial, toFile);
  } catch (cause) {
    rmSync(partial, { force: true });
    throw new UnavailableError(`Cannot back up to ${toFile}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    source.close();
  }
}
