import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { FindEntityHandler, ListEntitiesHandler } from './entities.queries.js';

/** Customers, keys, providers, models and the like, as every room asks for them. Needs `Directory` from whoever opens the stores. */
@Module({ imports: [CqrsModule], providers: [FindEntityHandler, ListEntitiesHandler] })
export class EntitiesModule {}
