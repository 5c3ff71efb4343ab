import { openEventStoreDb } from '#event-store/eventstoredb';
import type { Engines } from '#process';
import { openMongoTerms } from '#membership/mongodb';
import { openMongoReadModels, openMongoRowReader } from '#read-model/mongodb';
import type { ProjectorStores } from '../projector.stores.js';

/** EventStoreDB and MongoDB. Throws their faults and leaves nothing open. */
export async function openEngines({ eventStoreUrl, mongodbUrl: url }: Engines): Promise<ProjectorStores> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(closers.splice(0).map((each) => each()));
  };
  const opened = async <T extends { close(): Promise<void> }>(opening: T | Promise<T>): Promise<T> => {
    const store = await opening;
    closers.push(() => store.close());
    return store;
  };
  try {
    const events = await opened(openEventStoreDb({ url: eventStoreUrl }));
    const rows = await opened(openMongoRowReader({ url }));
    const terms = await opened(openMongoTerms({ url }));
    return { events, rows, terms, readModels: (fence) => openMongoReadModels({ url, fence }), close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
