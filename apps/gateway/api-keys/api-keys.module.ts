import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomersModule } from '../customers/customers.module.js';
import { IssueKeyHandler, RevokeKeyHandler, RotateKeyHandler } from './api-keys.commands.js';
import { ListKeysHandler, ReadKeyUsesHandler } from './api-keys.queries.js';
import { ApiKeys } from './api-keys.service.js';
import { CustomerApiKeysController } from './customer-api-keys.controller.js';
import { MyApiKeysController } from './my-api-keys.controller.js';
import { MyProfileController } from './my-profile.controller.js';

@Module({
  imports: [CqrsModule, CustomersModule],
  controllers: [CustomerApiKeysController, MyApiKeysController, MyProfileController],
  exports: [ApiKeys],
  providers: [ApiKeys, IssueKeyHandler, RotateKeyHandler, RevokeKeyHandler, ListKeysHandler, ReadKeyUsesHandler],
})
export class ApiKeysModule {}
