import { Directory } from '#directory';
import { InstallationSecrets, hashEmail, normaliseEmail, verifyNobody } from '#identity';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import type { PersonCaller } from './callers.js';
import { KnownFactors } from './known-factors.js';
import { SessionOpener, type Client } from './session-opener.js';
import { SignInFailures } from './sign-in.failures.js';
import { SignInThrottle } from './sign-in.throttle.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Of an authenticator app, or a recovery code. */
  readonly code?: string | undefined;
}

export class SignIn extends Command<PersonCaller> {
  static readonly writes: readonly EventType[] = ['SessionOpened', 'SessionEnded'];

  constructor(
    readonly credentials: Credentials,
    /** Where the attempt comes from: counts failures. */
    readonly client: Client,
    readonly cause: string,
  ) {
    super();
  }
}

/** An unknown e-mail costs the time of a wrong password and gets the same answer. */
@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly factors: KnownFactors,
    private readonly opener: SessionOpener,
    private readonly throttle: SignInThrottle,
    private readonly failures: SignInFailures,
  ) {}

  async execute({ credentials: { email, password, code }, client, cause }: SignIn): Promise<PersonCaller> {
    const succeeded = await this.throttle.attempt(normaliseEmail(email), client.address);
    const person = this.directory.personByAddress(hashEmail(this.installation.pepper, email));
    const shown = person ? await this.factors.shown(person, password, code) : await verifyNobody(password);
    if (!person || !shown) {
      this.failures.note('wrong', client.address);
      throw new HttpRefusal('UNAUTHENTICATED', { message: 'The e-mail or the password is wrong' });
    }
    const opened = await this.opener.open(person, shown, client, cause);
    await succeeded();
    return opened;
  }
}
