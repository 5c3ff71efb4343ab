import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ReceivePaymentHandler } from './payments.commands.js';
import { PaymentsController } from './payments.controller.js';

/** Money that comes in from outside. */
@Module({ imports: [CqrsModule], controllers: [PaymentsController], providers: [ReceivePaymentHandler] })
export class PaymentsModule {}
