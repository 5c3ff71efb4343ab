import { directoryPlace, evolveDirectory, type DirectoryRow } from '#directory';
import type { JsonObject } from '#event-store';
import { projection } from '#projecting';
import { byStream } from '../by-stream.js';

const isOfDirectory = byStream((stream) => directoryPlace(stream) !== undefined);

/** Keys, customers, providers, models, aliases, their names, price imports, people and their addresses as rows, by the one fold that the directory in memory uses too. */
export const directory = projection<DirectoryRow & JsonObject, Record<never, never>>({
  name: 'directory',
  version: 4,
  poison: 'park',
  indexes: { by_kind: ['kind', 'id'] },
  keys: ({ stream }) => (isOfDirectory(stream) ? stream : undefined),
  on: {},
  any: (row, event) => evolveDirectory(row, event),
});
