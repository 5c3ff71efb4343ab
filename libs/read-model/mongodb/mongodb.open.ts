import { MongoConnection, type MongoOptions } from '#mongodb';
import type { Fence, KeepRow, ReadModels, RowReader } from '../read-model.port.js';
import { RowKeeper } from '../row-keeper.js';
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

/** Keeps rows that no projection leads, from any process: unfenced, over a connection of its own that the first row opens. */
export function openMongoRowKeeper(options: MongoOptions): { readonly keep: KeepRow; close(): Promise<void> } {
  let opening: Promise<MongoReadModels> | undefined;
  const open = (): Promise<MongoReadModels> => {
    opening ??= MongoConnection.open(options, unavailable).then((connection) => new MongoReadModels(connection, undefined));
    opening.catch(() => (opening = undefined));
    return opening;
  };
  const keeper = new RowKeeper(open);
  return {
    keep: (collection, row) => keeper.keep(collection, row),
    close: async () => {
      await keeper.settled();
      await (await opening)?.close();
    },
  };
}

/** Reading only, in any process beside the writer. */
export async function openMongoRowReader(options: MongoOptions): Promise<RowReader> {
  return new MongoRowReader(await MongoConnection.open(options, unavailable));
}
