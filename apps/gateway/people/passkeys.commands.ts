import type { EntityOrigin } from '#directory';
import type { RelyingParty } from '#identity';
import { Clock } from '#process';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { thrown } from '../auth/answered.js';
import type { PersonCaller } from '../auth/callers.js';
import { PersonWriter, type PersonWritten } from '../auth/person-writer.js';
import { SessionOpener, type Client } from '../auth/session-opener.js';
import { SignInFailures } from '../auth/guessing/sign-in.failures.js';
import type { EventType } from '../ground/event-types.js';
import { Passkeys, type Given } from './passkeys.js';
import type { OwnSession } from './totp.commands.js';

/** Another passkey of whoever is signed in. */
export class AddPasskey extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['PasskeyAdded', 'SessionsEnded'];

  constructor(
    readonly own: OwnSession,
    readonly party: RelyingParty,
    readonly facts: { readonly passkey: string; readonly name: string; readonly given: Given },
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(AddPasskey)
export class AddPasskeyHandler implements ICommandHandler<AddPasskey> {
  constructor(
    private readonly people: PersonWriter,
    private readonly passkeys: Passkeys,
  ) {}

  async execute({ own, party, facts: { passkey, name, given }, origin }: AddPasskey): Promise<PersonWritten> {
    const { person, session: keeps } = own;
    const made = await this.passkeys.created(party, { what: 'register', subject: person }, given, { person, name });
    if (!made) return { refusal: WRONG };
    return this.people.write(person, { type: 'AddPasskey', passkey, ...made, keeps }, origin, 'passkey');
  }
}

export class RemovePasskey extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['PasskeyRemoved', 'SessionsEnded'];

  constructor(
    readonly own: OwnSession,
    readonly passkey: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(RemovePasskey)
export class RemovePasskeyHandler implements ICommandHandler<RemovePasskey> {
  constructor(private readonly people: PersonWriter) {}

  execute({ own: { person, session: keeps }, passkey, origin }: RemovePasskey): Promise<PersonWritten> {
    return this.people.write(person, { type: 'RemovePasskey', passkey, keeps }, origin, 'passkey');
  }
}

/** Both factors at once: something that a person has, and how its device knows him. Nothing of it can be guessed, so nothing is throttled. */
export class SignInByPasskey extends Command<PersonCaller> {
  static readonly writes: readonly EventType[] = ['SessionOpened', 'SessionEnded'];

  constructor(
    readonly party: RelyingParty,
    readonly given: Given,
    readonly client: Client,
    readonly cause: string,
  ) {
    super();
  }
}

@CommandHandler(SignInByPasskey)
export class SignInByPasskeyHandler implements ICommandHandler<SignInByPasskey> {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly opener: SessionOpener,
    private readonly failures: SignInFailures,
  ) {}

  async execute({ party, given, client, cause }: SignInByPasskey): Promise<PersonCaller> {
    const signed = await this.passkeys.signed(party, { what: 'sign_in' }, given);
    if (!signed) {
      this.failures.note('wrong', client.address);
      throw thrown({ code: 'UNAUTHENTICATED', message: WRONG.message });
    }
    return this.opener.open(signed.person, signed.shown, client, cause, signed.challengedAt);
  }
}

export class StepUpByPasskey extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['SessionSteppedUp'];

  constructor(
    readonly own: OwnSession,
    readonly party: RelyingParty,
    readonly given: Given,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(StepUpByPasskey)
export class StepUpByPasskeyHandler implements ICommandHandler<StepUpByPasskey> {
  constructor(
    private readonly people: PersonWriter,
    private readonly passkeys: Passkeys,
    private readonly clock: Clock,
  ) {}

  async execute({ own: { person, session }, party, given, origin }: StepUpByPasskey): Promise<PersonWritten> {
    const signed = await this.passkeys.signed(party, { what: 'step_up', subject: session }, given);
    if (signed?.person.person !== person) return { refusal: WRONG };
    const { shown, challengedAt } = signed;
    return this.people.write(person, { type: 'StepUp', at: this.clock.now(), session, shown, challengedAt }, origin);
  }
}

const WRONG = {
  code: 'PASSKEY_WRONG',
  message: 'This is not what a passkey of yours has signed for this, or it took longer than five minutes',
  field: 'response',
} as const;
