import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RegisterCustomerHandler, ReinstateCustomerHandler, SuspendCustomerHandler } from './customers.commands.js';
import { MembersModule } from '../members/members.module.js';
import { CustomersController } from './customers.controller.js';
import { CustomerDocuments } from './customers.document.js';

@Module({
  imports: [CqrsModule, MembersModule],
  controllers: [CustomersController],
  providers: [CustomerDocuments, RegisterCustomerHandler, SuspendCustomerHandler, ReinstateCustomerHandler],
  exports: [CustomerDocuments],
})
export class CustomersModule {}
