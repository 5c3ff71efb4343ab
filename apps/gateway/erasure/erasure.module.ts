import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Startup } from '../ground/startup.js';
import { MembersModule } from '../members/members.module.js';
import { CustomerErasureController } from './customer-erasure.controller.js';
import { EraseCustomerHandler, PreviewCustomerErasureHandler } from './customer-erasure.commands.js';
import { Erasing } from './erasing.js';
import { ErasePersonHandler, PreviewPersonErasureHandler } from './person-erasure.commands.js';
import { PersonErasureController } from './person-erasure.controller.js';

/** Who is erased, for good. */
@Module({
  imports: [CqrsModule, MembersModule],
  controllers: [CustomerErasureController, PersonErasureController],
  providers: [Erasing, PreviewCustomerErasureHandler, EraseCustomerHandler, PreviewPersonErasureHandler, ErasePersonHandler],
})
export class ErasureModule {
  constructor(startup: Startup, erasing: Erasing) {
    startup.registerOnceListening('erasures that were begun', () => erasing.finishAll());
  }
}
