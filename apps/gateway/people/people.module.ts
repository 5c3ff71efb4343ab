import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomersModule } from '../customers/customers.module.js';
import { Challenges } from './challenges.js';
import { Features } from './features.js';
import { AddMemberHandler } from './members.commands.js';
import { OwnCommand } from '../auth/own-command.js';
import { PasskeySignInController } from './passkey-sign-in.controller.js';
import { AddPasskeyHandler, RemovePasskeyHandler, SignInByPasskeyHandler, StepUpByPasskeyHandler } from './passkeys.commands.js';
import { PasskeysController } from './passkeys.controller.js';
import { Passkeys } from './passkeys.js';
import { SetPreferencesHandler } from './preferences.commands.js';
import { ProfileController } from './profile.controller.js';
import { SessionDocuments } from './session.document.js';
import { SessionsController } from './sessions.controller.js';
import { StepUpController } from './step-up.controller.js';
import { StepUpHandler } from './step-up.commands.js';
import { BeginTotpHandler, ConfirmTotpHandler, MakeRecoveryCodesHandler, RemoveTotpHandler } from './totp.commands.js';
import { TotpController } from './totp.controller.js';

const HANDLERS = [
  AddMemberHandler,
  AddPasskeyHandler,
  BeginTotpHandler,
  ConfirmTotpHandler,
  MakeRecoveryCodesHandler,
  RemovePasskeyHandler,
  RemoveTotpHandler,
  SetPreferencesHandler,
  SignInByPasskeyHandler,
  StepUpByPasskeyHandler,
  StepUpHandler,
];

/** People as they look after themselves. Who is let in is the business of `auth/`. */
@Module({
  imports: [CqrsModule, CustomersModule],
  controllers: [ProfileController, SessionsController, StepUpController, TotpController, PasskeysController, PasskeySignInController],
  providers: [Challenges, Features, OwnCommand, Passkeys, SessionDocuments, ...HANDLERS],
})
export class PeopleModule {}
