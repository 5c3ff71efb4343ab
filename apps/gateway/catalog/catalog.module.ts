import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AliasesController } from './aliases.controller.js';
import { PointAliasHandler } from './aliases.commands.js';
import { IssueKeyHandler, RevokeKeyHandler, RotateKeyHandler } from '../api-keys/api-keys.commands.js';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { CustomerApiKeysController } from '../api-keys/customer-api-keys.controller.js';
import { RegisterCustomerHandler, ReinstateCustomerHandler, SuspendCustomerHandler } from '../customers/customers.commands.js';
import { CustomersController } from '../customers/customers.controller.js';
import { CustomerDocuments } from '../customers/customers.document.js';
import { ConfigureModelHandler } from './models.commands.js';
import { ModelsController } from './models.controller.js';
import { MyApiKeysController } from '../api-keys/my-api-keys.controller.js';
import { MyProfileController } from '../api-keys/my-profile.controller.js';
import { ConfigureProviderHandler } from './providers.commands.js';
import { ProvidersController } from './providers.controller.js';

/**
 * Customers, keys, providers, models, aliases. Needs `Directory`, `EntityWriter`, `InstallationSecrets`, `MasterKey`,
 * `PersonalData` and `ReadPositions` from whoever opens the stores, and AuthModule's guard.
 */
@Module({
  imports: [CqrsModule],
  controllers: [
    CustomersController,
    CustomerApiKeysController,
    MyApiKeysController,
    MyProfileController,
    ProvidersController,
    ModelsController,
    AliasesController,
  ],
  providers: [
    ApiKeys,
    CustomerDocuments,
    RegisterCustomerHandler,
    SuspendCustomerHandler,
    ReinstateCustomerHandler,
    IssueKeyHandler,
    RotateKeyHandler,
    RevokeKeyHandler,
    ConfigureProviderHandler,
    ConfigureModelHandler,
    PointAliasHandler,
  ],
})
export class AdminModule {}
