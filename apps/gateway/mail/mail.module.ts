import { Global, Module } from '@nestjs/common';
import { Mails } from './mails.js';
import { Links } from './links.js';
import { Mailer } from './mailer.js';
import { PersonMail } from './person-mail.js';

@Global()
@Module({
  providers: [Links, Mailer, PersonMail, { provide: Mails, useExisting: PersonMail }],
  exports: [Links, Mailer, PersonMail, Mails],
})
export class MailModule {}
