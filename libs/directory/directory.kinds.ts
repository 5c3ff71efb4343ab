import {
  evolveAlias,
  evolveModel,
  evolveName,
  evolvePriceImport,
  evolveProvider,
  readCatalogEvent,
  type Alias,
  type ClaimedName,
  type Model,
  type PriceImport,
  type Provider,
} from '#catalog';
import type { RecordedEvent } from '#event-store';
import {
  evolveAddress,
  evolveCustomer,
  evolveInstallation,
  evolveKey,
  evolvePerson,
  readIdentityEvent,
  type Address,
  type ApiKey,
  type Customer,
  type Installation,
  type Person,
} from '#identity';
import type { Placed } from '#streams';
import type { DirectoryIndexes } from './directory.indexes.js';

/** State of each kind of entity that is held in memory, by the kind's name. */
export interface DirectoryStates {
  readonly address: Address;
  readonly alias: Alias;
  readonly customer: Customer;
  readonly installation: Installation;
  readonly key: ApiKey;
  readonly model: Model;
  readonly name: ClaimedName;
  readonly person: Person;
  readonly 'price-import': PriceImport;
  readonly provider: Provider;
}

export type DirectoryKind = keyof DirectoryStates;

/** What a kind is found by, beside its id. */
type Index<State> = (indexes: DirectoryIndexes, id: string, state: State, before: State | undefined) => void;

export interface Kind<State> {
  /** Of a kind that there is once, its name is the stream and the id; else its streams are `{name}-{id}`. */
  readonly isOnly: boolean;
  /** Where streams were once named otherwise: that prefix, and how the ids in it begin. */
  readonly recorded?: { readonly prefix: string; readonly ids: string };
  /** Pure. Throws `UnknownEventError` for an event that this program cannot read. */
  readonly evolve: (state: State | undefined, event: RecordedEvent) => State;
  readonly index: Index<State>;
}

/**
 * Every kind that the directory holds: who reads its events, what they come to, and what it is found by. Kinds that grow without bound
 * never stand here: they are read from their streams when they are needed (`ReadStates`), as claims are.
 */
export const KINDS: { readonly [Name in DirectoryKind]: Kind<DirectoryStates[Name]> } = {
  address: held(readIdentityEvent, evolveAddress),
  alias: held(readCatalogEvent, evolveAlias, ({ models }, _id, alias) => models.putAlias(alias)),
  customer: held(readIdentityEvent, evolveCustomer, ({ customerByAccount, people }, id, customer, before) => {
    customerByAccount.set(customer.account, id);
    people.putMembers(id, customer.members, before?.members);
  }),
  key: held(readIdentityEvent, evolveKey, ({ keys }, _id, key, before) => keys.put(key, before)),
  model: held(readCatalogEvent, evolveModel, ({ models }, _id, model) => models.putModel(model)),
  name: held(readCatalogEvent, evolveName),
  // Whoever was an admin before there were people is one of them.
  person: {
    ...held(readIdentityEvent, evolvePerson, ({ people }, _id, person, before) => people.put(person, before)),
    recorded: { prefix: 'admin-', ids: 'adm_' },
  },
  'price-import': held(readCatalogEvent, evolvePriceImport),
  provider: held(readCatalogEvent, evolveProvider, ({ providers }, id) => providers.forget(id)),
  installation: { ...held(readIdentityEvent, evolveInstallation), isOnly: true },
};

function held<State, Event>(
  read: (event: RecordedEvent) => Event,
  evolve: (state: State | undefined, event: Event, placed: Placed) => State,
  index: Index<State> = () => undefined,
): Kind<State> {
  return {
    isOnly: false,
    evolve: (state, event) => evolve(state, read(event), { revision: event.revision, at: event.metadata.effective }),
    index,
  };
}
