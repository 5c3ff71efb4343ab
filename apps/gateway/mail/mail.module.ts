import { Global, Module } from '@nestjs/common';
import { Links } from './links.js';
import { Mailer } from './mailer.js';

@Global()
@Module({ providers: [Links, Mailer], exports: [Links, Mailer] })
export class MailModule {}
