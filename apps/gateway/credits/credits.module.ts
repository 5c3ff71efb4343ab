import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AdjustBalanceHandler, GrantCreditHandler, GrantOwnCreditHandler } from './credits.commands.js';
import { CreditsController } from './credits.controller.js';

/** Money that admins move by hand. */
@Module({
  imports: [CqrsModule],
  controllers: [CreditsController],
  providers: [GrantCreditHandler, AdjustBalanceHandler, GrantOwnCreditHandler],
})
export class CreditsModule {}
