import { mintCommandId } from '#event-store';
import { decideAddressClaim, decidePerson, type InstallationRole, type Origins, type PersonRefusal } from '#identity';
import { refuse } from '#streams';
import type { Directory } from './directory.js';
import type { EntityOrigin, EntityWriter, EntityWritten } from './entity-writer.js';

export interface Registration {
  readonly how: Origins;
  readonly addressHash: string;
  readonly isProven: boolean;
  readonly isGenerated?: true;
  /** That the person comes by. */
  readonly invitation?: string;
  /** Of the installation. */
  readonly role?: InstallationRole;
}

type Taken =
  | { readonly person: string; readonly refusal?: never }
  | { readonly refusal: { readonly code: 'ADDRESS_TAKEN'; readonly message: string } };

/** Sealed once it is known who the person is. */
type SealFor = (person: string) => Promise<{ readonly email: string; readonly password?: string }>;

/**
 * One address, one person, on any number of gateways. Whoever is to have an address takes it first (stream `address-{hash}`); of two at
 * the same moment one has it. One that was taken and never used goes on where that stopped, or is taken over a minute later.
 */
export class PersonKeeper {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly now: () => string,
  ) {}

  /** `fresh`: the id of a person that is new. Refuses `PERSON_EXISTS` where somebody has the address. */
  async register(
    { addressHash, ...facts }: Registration,
    fresh: string,
    seal: SealFor,
    origin: EntityOrigin,
  ): Promise<EntityWritten<'person', PersonRefusal>> {
    if (this.directory.personByAddress(addressHash)) return EXISTS;
    const taken = await this.#take(addressHash, fresh, true, origin);
    if (taken.refusal) return EXISTS;
    const { person } = taken;
    if (this.directory.person(person)) return EXISTS;
    const command = { type: 'RegisterPerson', person, addressHash, ...facts, sealed: await seal(person) } as const;
    return this.writer.write({ kind: 'person', id: person }, origin, (state) => decidePerson(command, state));
  }

  /** By the token that was mailed there (`AskAddressChange`); the address that is left is free for others then. All other sessions end. */
  async changeAddress(
    person: string,
    by: { readonly tokenHash: string; readonly keeps?: string },
    origin: EntityOrigin,
  ): Promise<EntityWritten<'person', PersonRefusal>> {
    const before = this.directory.person(person);
    const meant = before?.address_change;
    const command = { type: 'ConfirmAddressChange', at: this.now(), ...by } as const;
    const { refusal } = decidePerson(command, before);
    if (refusal) return { refusal };
    if (!before || !meant) return refuse('PERSON_UNKNOWN', 'There is no such person');
    const holder = this.directory.personByAddress(meant.address_hash);
    if (holder && holder.person !== person) return EXISTS;
    if ((await this.#take(meant.address_hash, person, false, origin)).refusal) return EXISTS;
    const written = await this.writer.write({ kind: 'person', id: person }, origin, (state) => decidePerson(command, state));
    if (!written.refusal && meant.address_hash !== before.address_hash) await this.free(before.address_hash, person, origin);
    return written;
  }

  /** Behind what leaves it. */
  async free(addressHash: string, person: string, origin: EntityOrigin): Promise<void> {
    const command = { type: 'FreeAddress', person } as const;
    await this.writer.write({ kind: 'address', id: addressHash }, own(origin), (state) => decideAddressClaim(command, state));
  }

  /** `joins`: where somebody has begun and nobody is registered under it yet, both go on for the same person. */
  async #take(addressHash: string, person: string, joins: boolean, origin: EntityOrigin): Promise<Taken> {
    let taker = person;
    const written = await this.writer.write({ kind: 'address', id: addressHash }, own(origin), (state) => {
      const holder = state?.person ?? person;
      const isIdle = holder !== person && !this.#uses(holder, addressHash);
      taker = joins && isIdle && !this.directory.person(holder) ? holder : person;
      return decideAddressClaim({ type: 'TakeAddress', addressHash, person: taker, at: this.now(), isIdle }, state);
    });
    return written.refusal ? { refusal: written.refusal } : { person: taker };
  }

  #uses(person: string, addressHash: string): boolean {
    const state = this.directory.person(person);
    return state !== undefined && state.erased_at === undefined && state.address_hash === addressHash;
  }
}

const EXISTS = refuse('PERSON_EXISTS', 'There is a person with this address already', 'email');

/** What is written about an address has ids of its own. */
const own = ({ repeatable: _repeatable, ...origin }: EntityOrigin): EntityOrigin => ({ ...origin, commandId: mintCommandId() });
