import { openSqliteEventStore } from '#event-store/sqlite';
import { openSqliteHistory } from '#response-history/sqlite';
import { openSqliteRowReader } from '#read-model/sqlite';
import { MasterKey } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { join } from 'node:path';
import { startProjector } from '#projector/sqlite';
import type { Foundation } from '../lifecycle/foundation.module.js';
import type { Stores } from './stores.js';

/** SQLite files in the data directory, whose lock is held by now, and the projector in a thread of this process. */
export async function openEmbeddedStores({ environment, secrets, closers, log }: Foundation): Promise<Stores> {
  const at = (file: string) => join(environment.dataDir, file);
  const events = await openSqliteEventStore({ file: at('events.db') });
  closers.register('stores', 'event store', () => events.close());
  const projector = await startProjector({
    eventsFile: at('events.db'),
    readModelsFile: at('read-models.db'),
    events,
    onTrouble: ({ kind, message }) => log.error({ projector: kind }, message),
  });
  events.onAppended((head) => projector.headMoved(head));
  closers.register('projections', 'projector', () => projector.close());
  const models = openSqliteRowReader({ file: at('read-models.db') });
  closers.register('projections', 'read models', () => models.close());
  const vault = new SqliteVault(at('vault.db'), new MasterKey(secrets.masterKey));
  closers.register('stores', 'vault', () => vault.close());
  const responses = await openSqliteHistory({ file: at('responses.db') });
  closers.register('stores', 'kept responses', () => responses.close());
  return { events, models, vault, responses, projector, lives: undefined };
}
