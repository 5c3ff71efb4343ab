import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MyReads } from '../http/output/my-reads.js';
import { RequestsController } from './requests.controller.js';
import { ExportRequestsHandler, ListRequestsHandler, ReadReceiptHandler } from './requests.queries.js';

/** What happened: requests that have ended, and their receipts. */
@Module({
  imports: [CqrsModule],
  controllers: [RequestsController],
  providers: [MyReads, ListRequestsHandler, ExportRequestsHandler, ReadReceiptHandler],
})
export class RequestsModule {}
