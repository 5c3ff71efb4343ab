import { MailSender, writeLetter, type Language, type Letter } from '#mail';
import { SmtpTransport } from '#mail/smtp';
import { Environment } from '#process';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Banner } from '../ground/banner.js';
import { Closers } from '../ground/closers.js';
import { LOG } from '../ground/log.js';
import { LostMails } from './lost-mails.js';

/** Letters to people, sent aside. Off where there is no `TOKENOK_SMTP_URL`. */
@Injectable()
export class Mailer {
  readonly #sender: MailSender;

  constructor({ mail }: Environment, closers: Closers, banner: Banner, @Inject(LOG) log: Logger) {
    const lost = new LostMails(log);
    const transport = mail && new SmtpTransport(mail.smtpUrl, mail.from);
    this.#sender = new MailSender({ transport, lost: (each) => lost.note(each) });
    closers.register('background', 'mail', () => this.#sender.close());
    if (!mail) banner.add('No mail is sent: TOKENOK_SMTP_URL is not set; links are shown to whoever invites');
  }

  get isOn(): boolean {
    return this.#sender.isOn;
  }

  /** False where it will never arrive. True says that it was taken, and no more. */
  send(to: string, letter: Letter, language: Language): boolean {
    return this.#sender.send({ to, ...writeLetter(letter, language) });
  }
}
