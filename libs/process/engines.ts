import type { EnvironmentReader } from './environment.reader.js';
import { parseUrl } from './environment.values.js';

/** Where an installation keeps everything that does not keep it in a data directory. */
export interface Engines {
  readonly eventStoreUrl: string;
  readonly mongodbUrl: string;
}

/** Both or none: a log whose read models stand in one gateway's directory could not be shared. Undefined: embedded stores. */
export function readEngines(environment: EnvironmentReader): Engines | undefined {
  const eventStoreUrl = environment.read('EVENTSTORE_URL', (text) => parseUrl(text, ['esdb:', 'esdb+discover:']));
  const mongodbUrl = environment.read('MONGODB_URL', (text) => parseUrl(text, ['mongodb:', 'mongodb+srv:']));
  const [hasEvents, hasModels] = [environment.isSet('EVENTSTORE_URL'), environment.isSet('MONGODB_URL')];
  if (hasEvents && !hasModels) environment.refuse('MONGODB_URL must be set where EVENTSTORE_URL is: read models and the vault stand there');
  if (hasModels && !hasEvents) environment.refuse('EVENTSTORE_URL must be set where MONGODB_URL is: the events stand there');
  return eventStoreUrl !== undefined && mongodbUrl !== undefined ? { eventStoreUrl, mongodbUrl } : undefined;
}
