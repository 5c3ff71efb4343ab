import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Closers } from '../ground/closers.js';
import { Startup } from '../ground/startup.js';
import { KnownQueryGuard } from '../http/input/known-query.guard.js';
import { AccessGate } from './access.gate.js';
import { AccessGuard } from './access.guard.js';
import { AdminSessionsController } from './admin-sessions.controller.js';
import { AdminAuthenticator } from './admin-authenticator.js';
import { FrontDoor } from './front-door.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { KnownBrowsers } from './known-browsers.js';
import { KnownFactors } from './known-factors.js';
import { PersonWriter } from './person-writer.js';
import { Passwords } from './passwords.js';
import { RefusedSignIns } from './guessing/refused-sign-ins.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { SessionOpener } from './session-opener.js';
import { SessionController } from './session.controller.js';
import { SessionCookies } from './session.cookie.js';
import { ChangePasswordHandler, EndAllSessionsHandler, EndSessionHandler, EndSessionsHandler } from './sessions.commands.js';
import { StandingCallers } from './standing-callers.js';
import { Sessions } from './sessions.js';
import { SignInFailures } from './guessing/sign-in.failures.js';
import { SignInHandler } from './sign-in.handler.js';
import { SignInThrottle } from './guessing/sign-in.throttle.js';

/** Needs `Directory`, `InstallationSecrets` and `MasterKey` from whoever opens the stores. */
@Global()
@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [SessionController, AdminSessionsController],
  providers: [
    AccessGate,
    AdminAuthenticator,
    FrontDoor,
    KeyAuthenticator,
    KnownBrowsers,
    KnownFactors,
    PersonWriter,
    Passwords,
    RefusedSignIns,
    SessionAuthenticator,
    SessionCookies,
    SessionOpener,
    Sessions,
    SignInFailures,
    SignInHandler,
    StandingCallers,
    EndSessionHandler,
    EndSessionsHandler,
    EndAllSessionsHandler,
    ChangePasswordHandler,
    SignInThrottle,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: KnownQueryGuard },
  ],
  exports: [
    FrontDoor,
    KeyAuthenticator,
    KnownFactors,
    PersonWriter,
    Passwords,
    SessionAuthenticator,
    SessionCookies,
    SessionOpener,
    Sessions,
    SignInFailures,
    SignInThrottle,
    StandingCallers,
  ],
})
export class AuthModule {
  constructor(startup: Startup, closers: Closers, refused: RefusedSignIns) {
    startup.registerOnceListening('refused sign-ins', () => refused.start());
    closers.register('background', 'refused sign-ins', () => refused.stop());
  }
}
