import { CATALOG_VERSIONS } from '#catalog';
import type { EventStore } from '#event-store';
import { IDENTITY_VERSIONS } from '#identity';
import { APPENDS, StreamWriter, type Accepted, type Decision, type NewEvent, type WriteOrigin, type Written } from '#streams';
import type { Directory } from './directory.js';
import type { DirectoryKind, DirectoryStates } from './directory.kinds.js';
import { directoryStream, type DirectoryPlace } from './directory.row.js';

export type EntityOrigin = WriteOrigin;
export type EntityAccepted<State> = Accepted<State>;
export type EntityWritten<Kind extends DirectoryKind, Code extends string> = Written<DirectoryStates[Kind], Code>;

const VERSIONS: Readonly<Record<string, number>> = { ...IDENTITY_VERSIONS, ...CATALOG_VERSIONS };

/** Decides and writes commands of the directory's entities: one writer for each stream in this process, over what the directory knows. */
export class EntityWriter {
  readonly #writer: StreamWriter<DirectoryStates[DirectoryKind]>;

  constructor(store: EventStore, directory: Directory, now: () => string) {
    const versionOf = (type: string): number => VERSIONS[type] ?? 1;
    this.#writer = new StreamWriter({ store, states: directory, policy: APPENDS.entity, versionOf, now });
  }

  /** Resolves when the events are durable and the directory knows them. Throws the store's faults (`UNAVAILABLE`, `AMBIGUOUS`). */
  write<Kind extends DirectoryKind, Event extends NewEvent, Code extends string>(
    place: DirectoryPlace & { readonly kind: Kind },
    origin: EntityOrigin,
    decide: (state: DirectoryStates[Kind] | undefined) => Decision<Event, Code>,
  ): Promise<EntityWritten<Kind, Code>> {
    const written = this.#writer.write(directoryStream(place), origin, (state) => decide(state as DirectoryStates[Kind] | undefined));
    return written as Promise<EntityWritten<Kind, Code>>; // a stream holds one kind
  }
}
