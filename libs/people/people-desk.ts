import { randomBytes } from 'node:crypto';
import { TypeID } from 'typeid-js';
import type { Directory, EntityOrigin, EntityWriter, PersonKeeper } from '#directory';
import { mintCommandId } from '#event-store';
import {
  CUSTOMER_ROLES,
  INSTALLATION_ROLES,
  INSTALLATION_STREAM,
  decideMember,
  decideOperators,
  decidePerson,
  hashEmail,
  sealNewPerson,
  sealPassword,
  type CustomerRole,
  type InstallationRole,
  type InstallationSecrets,
  type Person,
  type PersonCommand,
} from '#identity';
import type { MasterKey, PersonalData } from '#vault';

/** What the command line asks. JSON: a gateway that runs is asked by a file. */
export type PeopleRequest =
  | { readonly do: 'add' | 'role'; readonly email: string; readonly role: string; readonly customer?: string }
  | { readonly do: 'reset'; readonly email: string };

export type PeopleAnswer =
  /** `password`: made up now, and known nowhere else. */
  { readonly person: string; readonly done: string; readonly password?: string; readonly problem?: never } | { readonly problem: string };

/** Takes a role away. */
export const NO_ROLE = 'none';

export interface PeopleDeskTools {
  readonly writer: EntityWriter;
  readonly directory: Directory;
  readonly people: PersonKeeper;
  readonly secrets: Pick<InstallationSecrets, 'pepper'>;
  readonly personalData: PersonalData;
  readonly master: MasterKey;
}

/** Thrown within, told as the problem. */
class Refused extends Error {}

/**
 * What whoever has the machine may do about people, for those who have lost everything: an address is proven by their word. Nobody's
 * role bounds it, but a customer and the installation keep an owner.
 */
export class PeopleDesk {
  constructor(private readonly tools: PeopleDeskTools) {}

  /** Throws the faults of the stores only. */
  async perform(request: PeopleRequest): Promise<PeopleAnswer> {
    try {
      switch (request.do) {
        case 'add':
          return await this.add(request.email, request.role, request.customer);
        case 'reset':
          return await this.reset(this.known(request.email));
        case 'role':
          return {
            person: this.known(request.email).person,
            done: await this.setRole(this.known(request.email), request.role, request.customer),
          };
      }
    } catch (fault) {
      if (fault instanceof Refused) return { problem: fault.message };
      throw fault;
    }
  }

  private async add(email: string, role: string, customer: string | undefined): Promise<PeopleAnswer> {
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new Refused(`${email} is no e-mail address`);
    this.assertRole(role, customer);
    const password = madeUp();
    const { people, secrets, personalData, master } = this.tools;
    const facts = { how: 'command_line', addressHash: hashEmail(secrets.pepper, email), isProven: true, isGenerated: true } as const;
    const id = TypeID.fromUUID('per', mintCommandId()).toString();
    const written = await people.register(
      facts,
      id,
      (person) => sealNewPerson(person, { email, password }, { master, personalData }),
      origin(),
    );
    if (written.refusal) throw new Refused(`There is a person with this address already: people reset, or people role`);
    const done = await this.setRole(written.state, role, customer);
    return { person: written.state.person, done, password };
  }

  /** The second factor goes too: whoever comes here has lost it, or has the machine anyway. */
  private async reset(person: Person): Promise<PeopleAnswer> {
    const { person: id } = person;
    const password = madeUp();
    if (!person.is_proven) await this.change(id, { type: 'ProveAddress' });
    await this.change(id, { type: 'RemoveTotp' });
    const sealed = await sealPassword(id, password, this.tools.master);
    await this.change(id, { type: 'SetPassword', how: 'command_line', password: sealed, isGenerated: true });
    return { person: id, done: 'has a new password and no second factor; all sessions have ended', password };
  }

  private setRole(person: Person, role: string, customer: string | undefined): Promise<string> {
    this.assertRole(role, customer);
    const wanted = role === NO_ROLE ? null : role;
    if (customer === undefined) return this.setOperator(person.person, wanted as InstallationRole | null);
    return this.setMember(person.person, customer, wanted as CustomerRole | null);
  }

  private async setOperator(person: string, role: InstallationRole | null): Promise<string> {
    const { writer, directory } = this.tools;
    // Asked anew by each try: another owner may have gone since the last.
    const facts = () => {
      const everybody = directory.list('person', { limit: Infinity }).map((each) => each.person);
      return {
        roleOf: (each: string) => directory.installationRoleOf(each),
        loweredAt: (each: string) => directory.operator(each)?.lowered_at,
        owners: everybody.filter((each) => directory.installationRoleOf(each) === 'owner'),
      };
    };
    const command = { type: 'SetOperatorRole', person, role, by: null } as const;
    const place = { kind: 'installation', id: INSTALLATION_STREAM } as const;
    const { refusal } = await writer.write(place, origin(), (state) => decideOperators(command, state, facts()));
    if (refusal) throw new Refused(refusal.message);
    return role === null ? 'has no role of the installation' : `is ${role} of the installation`;
  }

  private async setMember(person: string, customer: string, role: CustomerRole | null): Promise<string> {
    const { refusal } = await this.tools.writer.write({ kind: 'customer', id: customer }, origin(), (state) => {
      if (role === null) return decideMember({ type: 'RemoveMember', person }, state);
      const isMember = Object.hasOwn(state?.members ?? {}, person);
      return decideMember({ type: isMember ? 'ChangeMemberRole' : 'AddMember', person, role }, state);
    });
    if (refusal) throw new Refused(refusal.message);
    return role === null ? `is no member of ${customer}` : `is ${role} of ${customer}`;
  }

  private assertRole(role: string, customer: string | undefined): void {
    const roles: readonly string[] = [...(customer === undefined ? INSTALLATION_ROLES : CUSTOMER_ROLES), NO_ROLE];
    if (!roles.includes(role))
      throw new Refused(`${role} is no role ${customer === undefined ? 'of the installation' : 'of a customer'}: ${roles.join(', ')}`);
    if (customer !== undefined && !this.tools.directory.customer(customer)) throw new Refused(`There is no customer ${customer}`);
  }

  private known(email: string): Person {
    const person = this.tools.directory.personByAddress(hashEmail(this.tools.secrets.pepper, email));
    if (!person) throw new Refused(`There is no person with the address ${email}: people add`);
    return person;
  }

  private async change(id: string, command: PersonCommand): Promise<void> {
    const { refusal } = await this.tools.writer.write({ kind: 'person', id }, origin(), (state) => decidePerson(command, state));
    if (refusal) throw new Refused(refusal.message);
  }
}

const madeUp = (): string => randomBytes(18).toString('base64url');

const origin = (): EntityOrigin => ({ actor: 'command-line', cause: 'tokenok people', commandId: mintCommandId() });
