import { Global, Module } from '@nestjs/common';
import { Links } from './links.js';
import { Mailer } from './mailer.js';
import { PersonMail } from './person-mail.js';

@Global()
@Module({ providers: [Links, Mailer, PersonMail], exports: [Links, Mailer, PersonMail] })
export class MailModule {}
