import { Directory, EntityWriter, PersonKeeper, type EntityOrigin } from '#directory';
import { mintCommandId } from '#event-store';
import {
  InstallationSecrets,
  decidePerson,
  hashEmail,
  normaliseEmail,
  sealNewPerson,
  sealPassword,
  type Person,
  type PersonCommand,
} from '#identity';
import { isCurrency } from '#money';
import { Clock } from '#process';
import { MasterKey, PersonalData, decryptText, encrypt } from '#vault';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { thrown } from '../auth/answered.js';
import { RegisterCustomer } from '../customers/customers.commands.js';
import type { EventType } from '../ground/event-types.js';
import { newId } from '../ground/request-id.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { AddMember } from '../people/members.commands.js';
import { LINK_SECONDS, SPENT_LINK } from '../links/resets.commands.js';

const KEY_NAME = 'cookie';
const CONTEXT = 'sign-up';

/**
 * Tokens of sign-ups: address and end, encrypted under the installation's cookie key. Strangers ask for them, so nothing is written
 * before one comes back; it is used up with the address, which has one person.
 */
@Injectable()
export class SignUpTokens {
  constructor(
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  make(email: string): { readonly token: string; readonly expiresAt: string } {
    const expiresAt = new Date(this.clock.nowMs() + LINK_SECONDS * 1_000).toISOString();
    const text = JSON.stringify({ email: normaliseEmail(email), expiresAt });
    return { token: encrypt(KEY_NAME, this.installation.cookieKey, text, CONTEXT), expiresAt };
  }

  /** The address that it was mailed to; undefined for what is none of ours, was changed, or has run out. */
  read(token: string): string | undefined {
    try {
      const { email, expiresAt } = JSON.parse(decryptText(KEY_NAME, this.installation.cookieKey, token, CONTEXT)) as Record<
        string,
        unknown
      >;
      return typeof email === 'string' && typeof expiresAt === 'string' && expiresAt > this.clock.now() ? email : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Each write has a command of its own. */
type Asked = Pick<EntityOrigin, 'cause' | 'untilMs'>;

export interface SignUpFacts {
  readonly token: string;
  readonly name: string;
  readonly password: string;
  readonly currency: string;
}

/** A person whose address is proven, and a customer of theirs, without credit. */
export class SignUp extends Command<{ readonly person: Person; readonly customer: string; readonly position: bigint }> {
  static readonly writes: readonly EventType[] = [
    'AddressTaken',
    'PersonRegistered',
    'AddressProven',
    'PasswordSet',
    'SessionsEnded',
    'SessionOpened',
    'CustomerRegistered',
    'PeriodOpened',
    'MemberAdded',
  ];

  constructor(
    readonly facts: SignUpFacts,
    readonly asked: Asked,
  ) {
    super();
  }
}

@CommandHandler(SignUp)
export class SignUpHandler implements ICommandHandler<SignUp> {
  constructor(
    private readonly commands: CommandBus,
    private readonly tokens: SignUpTokens,
    private readonly directory: Directory,
    private readonly people: PersonKeeper,
    private readonly writer: EntityWriter,
    private readonly installation: InstallationSecrets,
    private readonly personalData: PersonalData,
    private readonly master: MasterKey,
  ) {}

  async execute({ facts, asked }: SignUp) {
    const { token, name, password, currency } = facts;
    const email = this.tokens.read(token);
    if (email === undefined) throw thrown(SPENT_LINK);
    if (!isCurrency(currency)) {
      throw thrown({ code: 'INVALID_REQUEST', field: 'currency', message: `${currency} is no currency that the ledger keeps` });
    }
    const person = await this.joining(email, password, asked);
    const ids = { customer: newId('cus'), account: newId('acc') };
    const origin = (): EntityOrigin => originOf(person.person, asked);
    const made = await this.commands.execute(new RegisterCustomer(ids, { name, email, currency, timeZone: 'UTC' }, origin()));
    if (made.refusal) throw thrown(refusedBy(made.refusal));
    const added = await this.commands.execute(new AddMember(ids.customer, person.person, 'owner', origin()));
    if (added.refusal) throw thrown(refusedBy(added.refusal));
    return { person, customer: ids.customer, position: added.position };
  }

  /** Whoever had the address without proof of it is out first; whoever has proven it signs in instead. */
  private async joining(email: string, password: string, asked: Asked): Promise<Person> {
    const addressHash = hashEmail(this.installation.pepper, email);
    const holder = this.directory.personByAddress(addressHash);
    if (holder?.is_proven) {
      throw thrown({ code: 'LINK_SPENT', field: 'token', message: 'This address has an account: sign in, or reset the password' });
    }
    if (holder) {
      await this.change(holder.person, { type: 'ProveAddress' }, asked);
      const sealed = await sealPassword(holder.person, password, this.master);
      return this.change(holder.person, { type: 'SetPassword', how: 'first', password: sealed }, asked);
    }
    const id = newId('per');
    const tools = { master: this.master, personalData: this.personalData };
    const seal = (person: string) => sealNewPerson(person, { email, password }, tools);
    const written = await this.people.register({ how: 'sign_up', addressHash, isProven: true }, id, seal, originOf(id, asked));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    return written.state;
  }

  private async change(id: string, command: PersonCommand, asked: Asked): Promise<Person> {
    const written = await this.writer.write({ kind: 'person', id }, originOf(id, asked), (state) => decidePerson(command, state));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    return written.state;
  }
}

const originOf = (person: string, asked: Asked): EntityOrigin => ({ ...asked, actor: `person:${person}`, commandId: mintCommandId() });
