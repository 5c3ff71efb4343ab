import { EMPTY_TIP, type EventFilter, type RecordedEvent, type StreamTip } from '#event-store';
import type { DirectoryIndexes } from './directory.indexes.js';
import { KINDS, type DirectoryKind, type DirectoryStates, type Kind } from './directory.kinds.js';

/** One entity as the projection `directory` keeps it: JSON. Where its stream stands is part of it, so a writer can go on from here. */
export type DirectoryRow<Kind extends DirectoryKind = DirectoryKind> = {
  [Each in Kind]: {
    readonly kind: Each;
    readonly id: string;
    readonly state: DirectoryStates[Each];
    readonly revision: string;
    readonly hash: string;
    /** Of the last event: what a reader has to have reached to see this state. */
    readonly position: string;
  };
}[Kind];

export interface DirectoryPlace {
  readonly kind: DirectoryKind;
  readonly id: string;
}

type AnyKind = Kind<DirectoryStates[DirectoryKind]>;

const NAMES = Object.keys(KINDS) as DirectoryKind[];
const PREFIXES = NAMES.flatMap((kind) => {
  const { isOnly, recorded }: Pick<AnyKind, 'isOnly' | 'recorded'> = KINDS[kind];
  return [isOnly ? kind : `${kind}-`, ...(recorded ? [recorded.prefix] : [])].map((prefix) => ({ kind, prefix }));
});

/** All streams that the directory is made of. */
export const DIRECTORY_FILTER: EventFilter = { streamPrefixes: PREFIXES.map(({ prefix }) => prefix) };

/** Which row a stream folds into; undefined for streams of other things. */
export function directoryPlace(stream: string): DirectoryPlace | undefined {
  const found = PREFIXES.find(({ prefix }) => stream.startsWith(prefix));
  if (!found) return undefined;
  const { kind, prefix } = found;
  if (!KINDS[kind].isOnly) return { kind, id: stream.slice(prefix.length) };
  return stream === kind ? { kind, id: kind } : undefined;
}

export function directoryStream({ kind, id }: DirectoryPlace): string {
  const { isOnly, recorded }: Pick<AnyKind, 'isOnly' | 'recorded'> = KINDS[kind];
  if (isOnly) return kind;
  return recorded && id.startsWith(recorded.ids) ? `${recorded.prefix}${id}` : `${kind}-${id}`;
}

export function directoryTip(row: DirectoryRow | undefined): StreamTip {
  return row ? { revision: BigInt(row.revision), hash: row.hash } : EMPTY_TIP;
}

/** The one fold of memory and projection. Pure; the event must be the next of its stream, and of a stream of the directory. */
export function evolveDirectory(row: DirectoryRow | undefined, event: RecordedEvent): DirectoryRow {
  const place = directoryPlace(event.stream);
  if (!place) throw new RangeError(`${event.stream} is no stream of the directory`);
  const state = (KINDS[place.kind] as AnyKind).evolve(row?.state, event);
  const { revision, position, metadata } = event;
  return { ...place, state, revision: String(revision), hash: metadata.hash, position: String(position) } as DirectoryRow;
}

/** Makes a row findable by what its kind is found by; `before` is the row that it replaces. */
export function indexRow(indexes: DirectoryIndexes, { kind, id, state }: DirectoryRow, before: DirectoryRow | undefined): void {
  (KINDS[kind] as AnyKind).index(indexes, id, state, before?.state);
}
