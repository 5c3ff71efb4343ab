import { openSqliteEventStore } from '#event-store/sqlite';
import { openSqliteFailures } from '#failures/sqlite';
import { openSqliteHistory } from '#response-history/sqlite';
import type { KeepRow } from '#read-model';
import { openSqliteRowReader, setAsideDamagedReadModels } from '#read-model/sqlite';
import { DataDirectory } from '#process';
import { markDamaged } from '#set-aside';
import { MasterKey } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { SqliteRebuildAside, startProjector } from '#projector/sqlite';
import type { Ground } from '../ground/ground.js';
import type { Stores } from './stores.js';

const DAMAGED = 'READ_MODEL_DAMAGED';
const BUILT_ANEW = 'read-models.db is damaged and was set aside: it is built anew from the events';
const BEGUN_EMPTY = 'responses.db is damaged and was set aside: the response history begins empty, no money is in it';
const COUNTED_ANEW = 'failures.db is damaged and was set aside: sign-ins that failed are counted anew';
const NEXT_START = 'read-models.db is damaged: the next start sets it aside and builds it anew from the events; start the gateway again';

/**
 * SQLite files in the data directory, whose lock is held by now, and the projector in a thread of this process. What may be thrown
 * away never stops a start: it is set aside where it is damaged.
 */
export async function openEmbeddedStores({ environment, secrets, closers, log }: Ground): Promise<Stores> {
  const directory = new DataDirectory(environment.dataDir);
  const events = await openSqliteEventStore({ file: directory.events });
  closers.register('stores', 'event store', () => events.close());
  const aside = setAsideDamagedReadModels(directory.readModels);
  if (aside) log.error({ file: directory.readModels, set_aside: aside.file, damage: aside.damage }, BUILT_ANEW);
  const damaged = damageLater(directory, log);
  const projector = await startProjector({
    eventsFile: directory.events,
    readModelsFile: directory.readModels,
    events,
    onTrouble: ({ kind, message, code }) => (code === DAMAGED ? damaged(message) : log.error({ projector: kind }, message)),
  }).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === DAMAGED) markDamaged(directory.readModels);
    throw fault;
  });
  events.onAppended((head) => projector.headMoved(head));
  closers.register('projections', 'projector', () => projector.close());
  const models = openSqliteRowReader({ file: directory.readModels, onDamage: ({ message }) => damaged(message) });
  closers.register('projections', 'read models', () => models.close());
  const rebuild = new SqliteRebuildAside({ eventsFile: directory.events, readModelsFile: directory.readModels });
  closers.register('background', 'comparison of the read models', () => rebuild.close());
  const vault = new SqliteVault(directory.vault, new MasterKey(secrets.masterKey));
  closers.register('stores', 'vault', () => vault.close());
  const responses = await openSqliteHistory({
    file: directory.responses,
    onSetAside: ({ damage, file }) => log.error({ file: directory.responses, set_aside: file, damage }, BEGUN_EMPTY),
  });
  closers.register('stores', 'kept responses', () => responses.close());
  const failures = openSqliteFailures({
    file: directory.failures,
    onSetAside: ({ damage, file }) => log.error({ file: directory.failures, set_aside: file, damage }, COUNTED_ANEW),
  });
  closers.register('stores', 'failed sign-ins', () => failures.close());
  const keep: KeepRow = (collection, row) => projector.keep(collection, row);
  return { events, models, keep, vault, responses, failures, projector, rebuild, lives: undefined };
}

/** Damage in a part of a large file that no start has read: marked, so that the next one sets it aside. Told once. */
function damageLater({ readModels }: DataDirectory, log: Ground['log']): (damage: string) => void {
  let isTold = false;
  return (damage) => {
    markDamaged(readModels);
    if (!isTold) log.error({ file: readModels, damage }, NEXT_START);
    isTold = true;
  };
}
