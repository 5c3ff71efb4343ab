import type { Person } from '#identity';
import type { ChangedFactor, Language, Letter } from '#mail';
import { Clock } from '#process';
import { PersonalData } from '#vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOG } from '../ground/log.js';
import type { Mails } from './mails.js';
import { Mailer } from './mailer.js';

/** Letters to people who are registered: their address is opened for that, and nobody waits for it. */
@Injectable()
export class PersonMail implements Mails {
  constructor(
    private readonly mailer: Mailer,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  get isOn(): boolean {
    return this.mailer.isOn;
  }

  /** To the address that `before` has, whatever it is by now. */
  changed(before: Pick<Person, 'person' | 'sealed' | 'language'>, what: ChangedFactor): void {
    void this.send(before, { kind: 'changed', what, at: this.clock.now() });
  }

  /** Resolves to whether it was taken. `fallback`: where the person has chosen no language. Never throws. */
  async send(
    { person, sealed, language }: Pick<Person, 'person' | 'sealed' | 'language'>,
    letter: Letter,
    fallback: Language = 'en',
  ): Promise<boolean> {
    if (!this.mailer.isOn) return false;
    try {
      const { email } = await this.personalData.open(person, { email: sealed.email });
      return email !== null && this.mailer.send(email, letter, language ?? fallback);
    } catch (err) {
      this.log.warn({ err, person }, 'A mail could not be written');
      return false;
    }
  }
}
