import type { EventReader } from '#event-store';
import { mintCommandId } from '#event-store';
import type { Engines } from '#process';
import type { ReadModels, RowReader } from '#read-model';
import type { VaultReader } from '#vault';
import type { OnEngines } from './source.js';

const PATIENCE_MS = 60_000;

/**
 * EventStoreDB and MongoDB. Only a rebuild writes: beside the live rows, under names of its own. Their clients are loaded when they
 * are wanted: they take half a second.
 */
export class EngineSource implements OnEngines {
  constructor(readonly engines: Engines) {}

  async events(): Promise<EventReader> {
    const { openEventStoreDb } = await import('#event-store/eventstoredb');
    return openEventStoreDb({ url: this.engines.eventStoreUrl });
  }

  async rows(): Promise<RowReader> {
    const { openMongoRowReader } = await import('#read-model/mongodb');
    return openMongoRowReader({ url: this.engines.mongodbUrl, patienceMs: PATIENCE_MS });
  }

  async vault(): Promise<VaultReader> {
    const { openMongoVaultReader } = await import('#vault/mongodb');
    return openMongoVaultReader({ url: this.engines.mongodbUrl, patienceMs: PATIENCE_MS });
  }

  async scratch(): Promise<ReadModels> {
    const { openMongoScratch } = await import('#projecting/mongodb');
    return openMongoScratch({ url: this.engines.mongodbUrl, patienceMs: PATIENCE_MS, holder: `rebuild_${mintCommandId()}` });
  }
}
