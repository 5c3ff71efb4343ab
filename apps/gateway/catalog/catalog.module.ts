import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PointAliasHandler, RemoveAliasHandler } from './aliases.commands.js';
import { AliasesController } from './aliases.controller.js';
import { ConfigureModelHandler, RemoveModelHandler } from './models.commands.js';
import { ModelsController } from './models.controller.js';
import { PriceImportsModule } from './price-imports/price-imports.module.js';
import { ConfigureProviderHandler } from './providers.commands.js';
import { ProvidersController } from './providers.controller.js';

/** Providers, models, their prices, and the names that they are called by. */
@Module({
  imports: [CqrsModule, PriceImportsModule],
  controllers: [ProvidersController, ModelsController, AliasesController],
  providers: [ConfigureProviderHandler, ConfigureModelHandler, RemoveModelHandler, PointAliasHandler, RemoveAliasHandler],
})
export class CatalogModule {}
