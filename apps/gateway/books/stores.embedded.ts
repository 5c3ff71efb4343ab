import { openSqliteEventStore } from '#event-store/sqlite';
import { openSqliteHistory } from '#response-history/sqlite';
import { openSqliteRowReader } from '#read-model/sqlite';
import { DataDirectory } from '#process';
import { MasterKey } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { startProjector } from '#projector/sqlite';
import type { Ground } from '../ground/ground.js';
import type { Stores } from './stores.js';

/** SQLite files in the data directory, whose lock is held by now, and the projector in a thread of this process. */
export async function openEmbeddedStores({ environment, secrets, closers, log }: Ground): Promise<Stores> {
  const directory = new DataDirectory(environment.dataDir);
  const events = await openSqliteEventStore({ file: directory.events });
  closers.register('stores', 'event store', () => events.close());
  const projector = await startProjector({
    eventsFile: directory.events,
    readModelsFile: directory.readModels,
    events,
    onTrouble: ({ kind, message }) => log.error({ projector: kind }, message),
  });
  events.onAppended((head) => projector.headMoved(head));
  closers.register('projections', 'projector', () => projector.close());
  const models = openSqliteRowReader({ file: directory.readModels });
  closers.register('projections', 'read models', () => models.close());
  const vault = new SqliteVault(directory.vault, new MasterKey(secrets.masterKey));
  closers.register('stores', 'vault', () => vault.close());
  const responses = await openSqliteHistory({ file: directory.responses });
  closers.register('stores', 'kept responses', () => responses.close());
  return { events, models, vault, responses, projector, lives: undefined };
}
