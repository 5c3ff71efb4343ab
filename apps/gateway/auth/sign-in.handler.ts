import { Directory } from '#directory';
import { InstallationSecrets, hashEmail, normaliseEmail, verifyNobody, type Person, type ShownFactors } from '#identity';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { HttpRefusal } from '../http/errors/refusal.js';
import type { PersonCaller } from './callers.js';
import type { KnownBrowser } from './known-browsers.js';
import { KnownFactors } from './known-factors.js';
import { RefusedSignIns } from './guessing/refused-sign-ins.js';
import { SessionOpener, type Client } from './session-opener.js';
import { SignInFailures } from './guessing/sign-in.failures.js';
import { SignInThrottle, type Succeeded } from './guessing/sign-in.throttle.js';

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
    /** That the request comes from one, and whose. */
    readonly browser?: KnownBrowser,
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
    private readonly told: RefusedSignIns,
  ) {}

  async execute({ credentials: { email, password, code }, client, cause, browser }: SignIn): Promise<PersonCaller> {
    const person = this.directory.personByAddress(hashEmail(this.installation.pepper, email));
    const known = person && browser?.person === person.person ? browser.browser : undefined;
    try {
      const succeeded = await this.throttle.attempt(normaliseEmail(email), client.address, known);
      const shown = person ? await this.shown(person, password, code, succeeded) : await verifyNobody(password);
      if (!person || !shown) throw new HttpRefusal('UNAUTHENTICATED', { message: 'The e-mail or the password is wrong' });
      const opened = await this.opener.open(person, shown, client, cause);
      await succeeded();
      return opened;
    } catch (refusal) {
      if (refusal instanceof HttpRefusal) this.refused(refusal, person, client);
      throw refusal;
    }
  }

  /** A password that is right counts as no failure, whatever is still to be shown. */
  private async shown(person: Person, password: string, code: string | undefined, succeeded: Succeeded): Promise<ShownFactors | undefined> {
    try {
      return await this.factors.shown(person, password, code);
    } catch (refusal) {
      if (refusal instanceof HttpRefusal && refusal.code === 'SECOND_FACTOR_REQUIRED') await succeeded('password');
      throw refusal;
    }
  }

  private refused({ code }: HttpRefusal, person: Person | undefined, { address }: Client): void {
    if (code === 'UNAUTHENTICATED') this.failures.note('wrong', address);
    if (person && (code === 'UNAUTHENTICATED' || code === 'RATE_LIMITED')) this.told.note(person, address);
  }
}
