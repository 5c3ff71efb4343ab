import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { openSqliteEventStore } from '#event-store/sqlite';
import { startEventStoreServer } from '../harness/event-store-server.js';
import type { Processes } from '../harness/processes.js';

/** A store that is empty, and what is left to do with it after the load. */
export interface OpenedEngine {
  readonly store: EventStore;
  /** Closes it, and tells how large its files are; undefined where they are not ours to look at. */
  readonly close: () => Promise<number | undefined>;
}

export interface AppendEngine {
  readonly name: string;
  readonly open: (processes: Processes) => Promise<OpenedEngine>;
}

export const EMBEDDED: AppendEngine = {
  name: 'SQLite',
  open: async ({ workspace }) => {
    const directory = mkdtempSync(join(workspace, 'appends-'));
    const file = join(directory, 'events.db');
    const store = await openSqliteEventStore({ file });
    const close = async (): Promise<number> => {
      await store.close();
      const { size } = statSync(file);
      rmSync(directory, { recursive: true, force: true });
      return size;
    };
    return { store, close };
  },
};

/** A new server for each load: it keeps everything in memory. */
export const EVENT_STORE_DB: AppendEngine = {
  name: 'EventStoreDB adapter',
  open: async (processes) => {
    const { url, child } = await startEventStoreServer(processes);
    const store = await openEventStoreDb({ url });
    const close = async (): Promise<undefined> => {
      await store.close();
      await child.stop();
    };
    return { store, close };
  },
};
