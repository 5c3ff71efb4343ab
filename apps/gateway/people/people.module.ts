import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomersModule } from '../customers/customers.module.js';
import { Features } from './features.js';
import { AddMemberHandler } from './members.commands.js';
import { Mails } from './mails.js';
import { SetPreferencesHandler } from './preferences.commands.js';
import { ProfileController } from './profile.controller.js';
import { SessionDocuments } from './session.document.js';
import { SessionsController } from './sessions.controller.js';
import { StepUpController } from './step-up.controller.js';
import { StepUpHandler } from './step-up.commands.js';

/** As long as no mail is configured. */
const NO_MAIL: Mails = { isOn: false, changed: () => undefined };

/** People as they look after themselves. Who is let in is the business of `auth/`. */
@Module({
  imports: [CqrsModule, CustomersModule],
  controllers: [ProfileController, SessionsController, StepUpController],
  providers: [Features, SessionDocuments, AddMemberHandler, SetPreferencesHandler, StepUpHandler, { provide: Mails, useValue: NO_MAIL }],
})
export class PeopleModule {}
