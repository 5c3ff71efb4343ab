import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskAddressChangeHandler, ConfirmAddressHandler } from './addresses.commands.js';
import { AddressesController } from './addresses.controller.js';
import { Aside } from './aside.js';
import { LinkThrottle } from './link-throttle.js';
import { AskPasswordResetHandler, ResetPasswordHandler } from './resets.commands.js';
import { ResetsController } from './resets.controller.js';

@Module({
  imports: [CqrsModule],
  controllers: [ResetsController, AddressesController],
  providers: [Aside, LinkThrottle, AskPasswordResetHandler, ResetPasswordHandler, AskAddressChangeHandler, ConfirmAddressHandler],
  exports: [Aside, LinkThrottle],
})
export class LinksModule {}
