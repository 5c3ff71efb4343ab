import { InstallationSecrets, shownByCode, verifyPersonsPassword, type Person, type ShownFactors } from '#identity';
import { Clock } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import { HttpRefusal } from '../http/errors/refusal.js';

/** What people know: their passwords, and the codes of their second factor. */
@Injectable()
export class KnownFactors {
  constructor(
    private readonly installation: InstallationSecrets,
    private readonly master: MasterKey,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
  ) {}

  isPassword(person: Person, password: string): Promise<boolean> {
    return verifyPersonsPassword(person, password, this.master);
  }

  /**
   * Undefined where the password is wrong. Throws `SECOND_FACTOR_REQUIRED` where it is right and a code is missing, `UNAUTHENTICATED`
   * where the code is wrong.
   */
  async shown(person: Person, password: string, code: string | undefined): Promise<ShownFactors | undefined> {
    if (!(await this.isPassword(person, password))) return undefined;
    if (!person.totp) return { factors: ['password'] };
    if (code === undefined) {
      const message = 'Give a code of your authenticator app, or a recovery code, as well';
      throw new HttpRefusal('SECOND_FACTOR_REQUIRED', { field: 'code', message });
    }
    const tools = { pepper: this.installation.pepper, personalData: this.personalData };
    const second = await shownByCode(person, code, this.clock.nowMs(), tools);
    if (!second) throw new HttpRefusal('UNAUTHENTICATED', { field: 'code', message: 'The code is wrong, or was used already' });
    return { ...second, factors: ['password', ...second.factors] };
  }
}
