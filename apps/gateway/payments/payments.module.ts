import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AssignPaymentHandler, ReceivePaymentHandler } from './payments.commands.js';
import { PaymentsController } from './payments.controller.js';
import { UnmatchedReports } from './unmatched-reports.js';
import { UnmatchedController } from './unmatched.controller.js';
import { UnmatchedDocuments } from './unmatched.document.js';
import { FindUnmatchedHandler, ListUnmatchedHandler } from './unmatched.queries.js';

/** Money that comes in from outside. */
@Module({
  imports: [CqrsModule],
  controllers: [PaymentsController, UnmatchedController],
  providers: [
    UnmatchedReports,
    UnmatchedDocuments,
    ReceivePaymentHandler,
    AssignPaymentHandler,
    ListUnmatchedHandler,
    FindUnmatchedHandler,
  ],
})
export class PaymentsModule {}
