import { openEventStoreDb } from '#event-store/eventstoredb';
import { type EventStoreDbOptions, type EventStoreDbStore } from '../../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { randomUUID } from 'node:crypto';
import { EventStoreServer } from './event-store-server.js';

let server: Promise<EventStoreServer> | undefined;

/** A store that is empty: on the real server of `EVENTSTORE_URL` where that is set, else on one in this process. */
export async function openOnServer(options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbStore> {
  const url = process.env.EVENTSTORE_URL ?? (await (server ??= EventStoreServer.start())).url;
  return openEventStoreDb({ url, prefix: `${randomUUID()}/`, ...options });
}

export async function closeServer(): Promise<void> {
  (await server)?.down();
}
