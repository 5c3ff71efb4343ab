import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MyReads } from '../http/output/my-reads.js';
import { BillingController } from './billing.controller.js';
import { ReadBalanceHandler, ReadStatementHandler, ReadStatementMonthsHandler, ReadUsageHandler } from './billing.queries.js';

/** What it cost. */
@Module({
  imports: [CqrsModule],
  controllers: [BillingController],
  providers: [MyReads, ReadBalanceHandler, ReadUsageHandler, ReadStatementHandler, ReadStatementMonthsHandler],
})
export class BillingModule {}
