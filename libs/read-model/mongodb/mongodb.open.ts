import { MongoConnection, type MongoOptions } from '#mongodb';
import type { Fence, ReadModels, RowReader } from '../read-model.port.js';
import { unavailable } from './mongodb.fault.js';
import { MongoReadModels } from './mongodb.read-models.js';
import { MongoRowReader } from './mongodb.row-reader.js';

export interface MongoReadModelOptions extends MongoOptions {
  /** Under which it writes: what somebody with a newer token of the same name has declared is closed to it (`FENCED`). */
  readonly fence?: Fence;
}

/** The writer. Rejects with `READ_MODEL_UNAVAILABLE` when the server does not answer. */
export async function openMongoReadModels({ fence, ...options }: MongoReadModelOptions): Promise<ReadModels> {
  const models = new MongoReadModels(await MongoConnection.open(options, unavailable), fence);
  try {
    await models.sweep();
  } catch (error) {
    await models.close();
    throw error;
  }
  return models;
}

/** Reading only, in any process beside the writer. */
export async function openMongoRowReader(options: MongoOptions): Promise<RowReader> {
  return new MongoRowReader(await MongoConnection.open(options, unavailable));
}
