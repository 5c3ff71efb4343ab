import { openEventStoreDb } from '#event-store/eventstoredb';
import { openMongoFailures } from '#failures/mongodb';
import { openMongoHistory } from '#response-history/mongodb';
import type { Engines } from '#process';
import { PROJECTIONS } from '#projections';
import { LeaderWatch } from '#membership';
import { RemoteProjector } from '#projecting';
import { openMongoTerms, openMongoLives } from '#membership/mongodb';
import { openMongoRowKeeper, openMongoRowReader } from '#read-model/mongodb';
import { MasterKey } from '#vault';
import { MongoVault } from '#vault/mongodb';
import { PROJECTOR_LEADERSHIP } from '#projector';
import type { ClosingPhase } from '../ground/closers.js';
import type { Ground } from '../ground/ground.js';
import type { Stores } from './stores.js';

/** EventStoreDB and MongoDB, which other gateways and the projectors share; nothing is kept on this machine. */
export async function openEngineStores({ secrets, closers, log }: Ground, engines: Engines): Promise<Stores> {
  const { eventStoreUrl, mongodbUrl: url } = engines;
  const open = async <T extends { close(): Promise<void> }>(phase: ClosingPhase, name: string, opening: Promise<T>): Promise<T> => {
    const opened = await opening;
    closers.register(phase, name, () => opened.close());
    return opened;
  };
  const onTrouble = (message: string): void => log.warn({ store: 'event store' }, message);
  const events = await open('stores', 'event store', openEventStoreDb({ url: eventStoreUrl, onTrouble }));
  const models = await open('projections', 'read models', openMongoRowReader({ url }));
  const { keep } = await open('projections', 'snapshots', Promise.resolve(openMongoRowKeeper({ url })));
  const terms = await open('projections', 'leases', openMongoTerms({ url }));
  const lives = await open('stores', 'lives', openMongoLives({ url }));
  const vault = await open('stores', 'vault', MongoVault.open({ url }, new MasterKey(secrets.masterKey)));
  const responses = await open('stores', 'kept responses', openMongoHistory({ url }));
  const failures = await open('stores', 'failed sign-ins', openMongoFailures({ url }));
  const watch = new LeaderWatch(terms, PROJECTOR_LEADERSHIP);
  const projector = new RemoteProjector({ events, models, projections: PROJECTIONS, leader: () => watch.look() });
  closers.register('projections', 'projector', () => projector.close());
  return { events, models, keep, vault, responses, failures, projector, rebuild: undefined, lives };
}
