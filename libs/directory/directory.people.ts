import type { Customer, CustomerRole, Person } from '#identity';

/** A customer that a person is a member of, and as what. */
export interface Membership {
  readonly customer: string;
  readonly role: CustomerRole;
}

/** People by their addresses, their passkeys, and what they are members of; all but the last by keyed hashes. */
export class PeopleIndex {
  readonly #byAddress = new Map<string, string>();
  readonly #byPasskey = new Map<string, string>();
  readonly #customers = new Map<string, Map<string, CustomerRole>>();

  put(person: Person, before: Person | undefined): void {
    const { person: id, address_hash: hash } = person;
    if (before && this.#byAddress.get(before.address_hash) === id) this.#byAddress.delete(before.address_hash);
    if (person.erased_at === undefined) this.#byAddress.set(hash, id);
    for (const { credential_hash: each } of before?.passkeys ?? []) this.#byPasskey.delete(each);
    for (const { credential_hash: each } of person.passkeys) this.#byPasskey.set(each, id);
  }

  putMembers(customer: string, members: Customer['members'], before: Customer['members']): void {
    if (members === before) return;
    for (const person of Object.keys(before ?? {})) this.#customers.get(person)?.delete(customer);
    for (const [person, role] of Object.entries(members ?? {})) {
      const customers = this.#customers.get(person) ?? new Map<string, CustomerRole>();
      this.#customers.set(person, customers.set(customer, role));
    }
  }

  byAddress(hash: string): string | undefined {
    return this.#byAddress.get(hash);
  }

  byPasskey(credentialHash: string): string | undefined {
    return this.#byPasskey.get(credentialHash);
  }

  /** Oldest customer first: ids sort by the time they were made at. */
  membershipsOf(person: string): readonly Membership[] {
    const customers = [...(this.#customers.get(person) ?? [])].map(([customer, role]) => ({ customer, role }));
    return customers.sort((a, b) => (a.customer < b.customer ? -1 : 1));
  }
}
