import { Directory } from '#directory';
import { InstallationSecrets, hashEmail, normaliseEmail, verifyAdmin, verifyNobody, type Admin } from '#identity';
import { MasterKey } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { HttpRefusal } from '../http/errors/refusal.js';
import { SignInThrottle } from './sign-in.throttle.js';

export class SignIn extends Command<Admin> {
  constructor(
    readonly email: string,
    readonly password: string,
    /** Where the attempt comes from: counts failures. */
    readonly address: string,
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
    private readonly master: MasterKey,
    private readonly throttle: SignInThrottle,
  ) {}

  async execute({ email, password, address }: SignIn): Promise<Admin> {
    const succeeded = await this.throttle.attempt(normaliseEmail(email), address);
    const admin = this.directory.adminByEmail(hashEmail(this.installation.pepper, email));
    const isRight = admin ? await verifyAdmin(admin, password, this.master) : await verifyNobody(password);
    if (!admin || !isRight) throw new HttpRefusal('UNAUTHENTICATED', { message: 'The e-mail or the password is wrong' });
    await succeeded();
    return admin;
  }
}
