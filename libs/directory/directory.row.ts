import type { EventFilter, RecordedEvent, StreamTip } from '#event-store';
import {
  INSTALLATION_STREAM,
  evolveAdmin,
  evolveCustomer,
  evolveInstallation,
  evolveKey,
  readIdentityEvent,
  type Admin,
  type ApiKey,
  type Customer,
  type Installation,
} from '#identity';
import type { Placed } from '#streams';
import {
  evolveAlias,
  evolveModel,
  evolvePriceImport,
  evolveProvider,
  readCatalogEvent,
  type Alias,
  type Model,
  type PriceImport,
  type Provider,
} from '#catalog';

/** State of each kind of entity that has a stream of its own. */
export interface DirectoryStates {
  readonly admin: Admin;
  readonly alias: Alias;
  readonly customer: Customer;
  readonly installation: Installation;
  readonly key: ApiKey;
  readonly model: Model;
  readonly 'price-import': PriceImport;
  readonly provider: Provider;
}

export type DirectoryKind = keyof DirectoryStates;

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

const KINDS = ['admin', 'alias', 'customer', 'key', 'model', 'price-import', 'provider'] as const satisfies readonly DirectoryKind[];

/** All streams that the directory is made of. */
export const DIRECTORY_FILTER: EventFilter = { streamPrefixes: [...KINDS.map((kind) => `${kind}-`), INSTALLATION_STREAM] };

/** Which row a stream folds into; undefined for streams of other things. */
export function directoryPlace(stream: string): DirectoryPlace | undefined {
  if (stream === INSTALLATION_STREAM) return { kind: 'installation', id: INSTALLATION_STREAM };
  const kind = KINDS.find((each) => stream.startsWith(`${each}-`));
  return kind && { kind, id: stream.slice(kind.length + 1) };
}

export function directoryStream({ kind, id }: DirectoryPlace): string {
  return kind === 'installation' ? INSTALLATION_STREAM : `${kind}-${id}`;
}

export function directoryTip(row: DirectoryRow | undefined): StreamTip {
  return row ? { revision: BigInt(row.revision), hash: row.hash } : { revision: -1n, hash: null };
}

/** The one fold of memory and projection. Pure; the event must be the next of its stream, and of a stream of the directory. */
export function evolveDirectory(row: DirectoryRow | undefined, event: RecordedEvent): DirectoryRow {
  const place = directoryPlace(event.stream);
  if (!place) throw new RangeError(`${event.stream} is no stream of the directory`);
  const state = evolveState(place.kind, row?.state, event);
  const { revision, position, metadata } = event;
  return { ...place, state, revision: String(revision), hash: metadata.hash, position: String(position) } as DirectoryRow;
}

function evolveState(kind: DirectoryKind, state: unknown, event: RecordedEvent): DirectoryStates[DirectoryKind] {
  const placed: Placed = { revision: event.revision, at: event.metadata.effective };
  switch (kind) {
    case 'admin':
      return evolveAdmin(state as Admin | undefined, readIdentityEvent(event), placed);
    case 'alias':
      return evolveAlias(state as Alias | undefined, readCatalogEvent(event), placed);
    case 'customer':
      return evolveCustomer(state as Customer | undefined, readIdentityEvent(event), placed);
    case 'installation':
      return evolveInstallation(state as Installation | undefined, readIdentityEvent(event), placed);
    case 'key':
      return evolveKey(state as ApiKey | undefined, readIdentityEvent(event), placed);
    case 'model':
      return evolveModel(state as Model | undefined, readCatalogEvent(event), placed);
    case 'price-import':
      return evolvePriceImport(state as PriceImport | undefined, readCatalogEvent(event), placed);
    case 'provider':
      return evolveProvider(state as Provider | undefined, readCatalogEvent(event), placed);
  }
}
