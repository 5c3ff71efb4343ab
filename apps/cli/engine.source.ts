import type { EventReader } from '#event-store';
import { mintCommandId } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import type { Engines } from '#process';
import type { ReadModels, RowReader } from '#read-model';
import { openMongoRowReader, openMongoScratch } from '#read-model/mongodb';
import type { Source } from './source.js';

/** EventStoreDB and MongoDB. Only a rebuild writes: beside the live rows, under names of its own. */
export class EngineSource implements Source {
  readonly directory = undefined;

  constructor(readonly engines: Engines) {}

  async events(): Promise<EventReader> {
    return openEventStoreDb({ url: this.engines.eventStoreUrl });
  }

  rows(): Promise<RowReader> {
    return openMongoRowReader({ url: this.engines.mongodbUrl });
  }

  scratch(): Promise<ReadModels> {
    return openMongoScratch({ url: this.engines.mongodbUrl, holder: `rebuild_${mintCommandId()}` });
  }
}
