import { ProjectionRunner, type Projection } from '#projecting';
import type { ReadModels } from '#read-model';
import { readerOf } from '../../libs/projecting/testing/events-in-memory.js';
import { createMemoryReadModels } from '../../libs/read-model/memory/index.js';
import type { LogSource } from '../request-logs/request-logs.query.js';
import type { Log } from './log.js';

/** Rows in memory, and beside them the events that they lead to. */
export async function project(
  log: Log,
  projections: readonly Projection[],
  options: { readonly pageEvents?: number; readonly models?: ReadModels } = {},
): Promise<ReadModels & LogSource> {
  const { models = createMemoryReadModels(), ...runner } = options;
  const events = readerOf(log.events);
  await (await ProjectionRunner.open({ events, models, projections, ...runner })).run();
  return Object.assign(models, { models, events });
}
