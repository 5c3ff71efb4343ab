import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MyReads } from '../http/output/my-reads.js';
import { ReadAccountAsOfHandler, ReadMovementsHandler } from './as-of.queries.js';
import { BillingController } from './billing.controller.js';
import {
  ReadBalanceHandler,
  ReadStatementHandler,
  ReadStatementMonthsHandler,
  ReadStatementRangeHandler,
  ReadUsageHandler,
} from './billing.queries.js';
import { LotsController } from './lots.controller.js';
import { MovementsController } from './movements.controller.js';
import { StatementController } from './statement.controller.js';

/** What it cost. */
@Module({
  imports: [CqrsModule],
  controllers: [BillingController, LotsController, MovementsController, StatementController],
  providers: [
    MyReads,
    ReadBalanceHandler,
    ReadUsageHandler,
    ReadStatementHandler,
    ReadStatementRangeHandler,
    ReadStatementMonthsHandler,
    ReadAccountAsOfHandler,
    ReadMovementsHandler,
  ],
})
export class BillingModule {}
