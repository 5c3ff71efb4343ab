import { Directory, EntityWriter, PersonKeeper, type EntityOrigin } from '#directory';
import { InstallationSecrets, decidePerson, hashEmail, hashToken, mintToken, normaliseEmail } from '#identity';
import type { Language } from '#mail';
import { Clock } from '#process';
import { PersonalData } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { readToken, spellToken } from '../mail/link-token.js';
import { Links } from '../mail/links.js';
import { Mailer } from '../mail/mailer.js';
import { PersonMail } from '../mail/person-mail.js';
import { LINK_SECONDS, SPENT, type PersonWritten } from './resets.commands.js';

/** Mails a link to the address that a person wants to have, or has not proven yet. Whose it is by now is told to whoever follows it alone. */
export class AskAddressChange extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['AddressChangeAsked'];

  constructor(
    readonly person: string,
    readonly facts: { readonly email: string; readonly language: Language },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(AskAddressChange)
export class AskAddressChangeHandler implements ICommandHandler<AskAddressChange> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly installation: InstallationSecrets,
    private readonly personalData: PersonalData,
    private readonly mailer: Mailer,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  async execute({ person: id, facts: { email, language }, origin }: AskAddressChange): Promise<PersonWritten> {
    const { pepper } = this.installation;
    const secret = mintToken();
    const tokenHash = hashToken(pepper, 'address', secret);
    const expiresAt = new Date(this.clock.nowMs() + LINK_SECONDS * 1_000).toISOString();
    const sealed = await this.personalData.seal(id, { email: normaliseEmail(email) });
    const command = {
      type: 'AskAddressChange',
      tokenHash,
      addressHash: hashEmail(pepper, email),
      sealedEmail: sealed.email,
      expiresAt,
    } as const;
    const written = await this.writer.write({ kind: 'person', id }, origin, (state) => decidePerson(command, state));
    if (written.refusal || written.state.address_change?.token_hash !== tokenHash) return written;
    const link = this.links.to('address', spellToken(secret, id));
    this.mailer.send(normaliseEmail(email), { kind: 'address', link, expiresAt }, written.state.language ?? language);
    return written;
  }
}

/** By whoever is signed in and has the link. */
export class ConfirmAddress extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['AddressTaken', 'AddressFreed', 'AddressChanged', 'AddressProven', 'SessionsEnded'];

  constructor(
    readonly person: string,
    readonly facts: { readonly token: string; readonly session: string },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ConfirmAddress)
export class ConfirmAddressHandler implements ICommandHandler<ConfirmAddress> {
  constructor(
    private readonly people: PersonKeeper,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly mail: PersonMail,
  ) {}

  async execute({ person: id, facts: { token, session }, origin }: ConfirmAddress): Promise<PersonWritten> {
    const { about = [], secret = '' } = readToken(token) ?? {};
    const before = this.directory.person(id);
    if (about[0] !== id || !before) return { refusal: SPENT };
    const tokenHash = hashToken(this.installation.pepper, 'address', secret);
    const written = await this.people.changeAddress(id, { tokenHash, keeps: session }, origin);
    if (!written.refusal && written.state.address_hash !== before.address_hash) this.mail.changed(before, 'address');
    return written;
  }
}
