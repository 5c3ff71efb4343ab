import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ConfirmPriceImportHandler, DiscardPriceImportHandler, DraftPriceImportHandler } from './price-imports.commands.js';
import { PriceImportsController } from './price-imports.controller.js';
import { PriceLists } from './price-lists.service.js';

/** Public price lists as drafts that an admin confirms (docs/prices.md). */
@Module({
  imports: [CqrsModule],
  controllers: [PriceImportsController],
  providers: [PriceLists, DraftPriceImportHandler, ConfirmPriceImportHandler, DiscardPriceImportHandler],
})
export class PriceImportsModule {}
