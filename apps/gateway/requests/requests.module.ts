import type { EventStore } from '#event-store';
import type { LogSource } from '#projections';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { EVENT_STORE, LOG_SOURCE } from '../books/tokens.js';
import { Closers } from '../ground/closers.js';
import { LOG } from '../ground/log.js';
import { ReadPositions } from '../ground/read-positions.js';
import { MyReads } from '../http/output/my-reads.js';
import { LogTail } from './log-tail.js';
import { RequestsController } from './requests.controller.js';
import { ExportRequestsHandler, ListRequestsHandler, ReadReceiptHandler, TotalRequestsHandler } from './requests.queries.js';
import { TailController } from './tail.controller.js';

/** What happened: requests that have ended, their receipts, and those that end. */
@Module({
  imports: [CqrsModule],
  controllers: [TailController, RequestsController],
  providers: [
    MyReads,
    ListRequestsHandler,
    ExportRequestsHandler,
    ReadReceiptHandler,
    TotalRequestsHandler,
    { provide: LogTail, inject: [EVENT_STORE, LOG_SOURCE, ReadPositions, LOG, Closers], useFactory: openTail },
  ],
})
export class RequestsModule {}

function openTail(store: EventStore, source: LogSource, positions: ReadPositions, log: Logger, closers: Closers): LogTail {
  const tail = new LogTail(store, source, positions, log);
  closers.register('background', 'live tails', () => tail.close());
  return tail;
}
