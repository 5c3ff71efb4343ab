import { EntityWriter, PersonKeeper, type EntityOrigin } from '#directory';
import { mintCommandId } from '#event-store';
import { decidePerson, sealNewPerson, sealPassword, type Person, type PersonCommand } from '#identity';
import { Clock } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { thrown } from '../auth/answered.js';
import type { EventType } from '../ground/event-types.js';
import { newId } from '../ground/request-id.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { SPENT_LINK } from '../links/resets.commands.js';
import { InvitationDesk, type Place, type PlaceWritten } from './invitation-desk.js';
import { InvitationLinks, type FoundInvitation } from './invitation-links.js';

/** Each write has a command of its own. */
type Asked = Pick<EntityOrigin, 'cause' | 'untilMs'>;

export interface Joined {
  readonly written: PlaceWritten;
  readonly person: Person;
  readonly place: Place;
  /** A password was chosen with it: whoever did is signed in. */
  readonly isNew: boolean;
}

/** Accepts as whoever is signed in, or as whom the address belongs to, with a first password. */
export class AcceptInvitation extends Command<Joined> {
  static readonly writes: readonly EventType[] = [
    'AddressTaken',
    'PersonRegistered',
    'AddressProven',
    'PasswordSet',
    'SessionsEnded',
    'SessionOpened',
    'SessionEnded',
    'InvitationAccepted',
    'OperatorInvitationAccepted',
  ];

  constructor(
    readonly token: string,
    readonly password: string | undefined,
    readonly signedIn: Person | undefined,
    readonly origin: Asked,
  ) {
    super();
  }
}

/**
 * In order: the link is good, whoever follows it may, then the person, then the membership with which the invitation is used up. What
 * was cut off in between goes on with the same link.
 */
@CommandHandler(AcceptInvitation)
export class AcceptInvitationHandler implements ICommandHandler<AcceptInvitation> {
  constructor(
    private readonly links: InvitationLinks,
    private readonly desk: InvitationDesk,
    private readonly people: PersonKeeper,
    private readonly writer: EntityWriter,
    private readonly personalData: PersonalData,
    private readonly master: MasterKey,
    private readonly clock: Clock,
  ) {}

  async execute({ token, password, signedIn, origin }: AcceptInvitation): Promise<Joined> {
    const found = this.links.find(token);
    if (!found) throw thrown(SPENT_LINK);
    const { person, isNew } = await this.personOf(found, password, signedIn, origin);
    const { place, tokenHash, invitation } = found;
    const { person: id, address_hash, is_proven, invitation: madeBy } = person;
    const accepting = { person: id, address_hash, is_proven, ...(madeBy !== undefined && { invitation: madeBy }) };
    const command = {
      type: 'AcceptInvitation',
      at: this.clock.now(),
      invitation: invitation.invitation,
      tokenHash,
      person: accepting,
    } as const;
    const written = await this.desk.write(place, originOf(id, origin), command);
    if (!written.refusal) await this.personalData.erase(invitation.invitation);
    return { written, person, place, isNew };
  }

  private async personOf(
    found: FoundInvitation,
    password: string | undefined,
    signedIn: Person | undefined,
    origin: Asked,
  ): Promise<{ readonly person: Person; readonly isNew: boolean }> {
    switch (this.links.needs(found, signedIn)) {
      case 'other_person':
        throw thrown({ code: 'PERMISSION_DENIED', message: 'You are signed in as somebody else: sign out first' });
      case 'sign_in':
        throw thrown(SIGN_IN);
      case 'mail':
        throw thrown({ code: 'ADDRESS_UNPROVEN', message: 'This address is not proven yet: only a link that is mailed there can do that' });
      case 'accept':
        if (!signedIn) throw thrown(SIGN_IN);
        return { person: signedIn, isNew: false };
      case 'password': {
        if (password === undefined) throw thrown(NO_PASSWORD);
        return { person: await this.joining(found, password, origin), isNew: true };
      }
    }
  }

  /** Whoever had the address without proof of it is out before somebody else chooses a password. */
  private async joining({ invitation }: FoundInvitation, password: string, origin: Asked): Promise<Person> {
    const holder = this.links.holderOf(invitation);
    if (!holder) return this.register(invitation, password, origin);
    const { person } = holder;
    if (!holder.is_proven) await this.write(person, { type: 'ProveAddress' }, origin);
    const sealed = await sealPassword(person, password, this.master);
    return this.write(person, { type: 'SetPassword', how: 'first', password: sealed }, origin);
  }

  private async register(
    { invitation, address_hash: addressHash, email: sealedEmail, is_mailed: isProven }: FoundInvitation['invitation'],
    password: string,
    origin: Asked,
  ): Promise<Person> {
    const { email } = await this.personalData.open(invitation, { email: sealedEmail });
    if (email === null) throw thrown(SPENT_LINK);
    const tools = { master: this.master, personalData: this.personalData };
    const id = newId('per');
    const written = await this.people.register(
      { how: 'invitation', addressHash, isProven, invitation },
      id,
      (person) => sealNewPerson(person, { email, password }, tools),
      originOf(id, origin),
    );
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    return written.state;
  }

  private async write(person: string, command: PersonCommand, origin: Asked): Promise<Person> {
    const own = originOf(person, origin);
    const written = await this.writer.write({ kind: 'person', id: person }, own, (state) => decidePerson(command, state));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    return written.state;
  }
}

const SIGN_IN = { code: 'UNAUTHENTICATED', message: 'Sign in as the person whom the invitation is for' } as const;
const NO_PASSWORD = { code: 'INVALID_REQUEST', field: 'password', message: 'password is required: the first one of a new person' } as const;

const originOf = (person: string, asked: Asked): EntityOrigin => ({ ...asked, actor: `person:${person}`, commandId: mintCommandId() });
