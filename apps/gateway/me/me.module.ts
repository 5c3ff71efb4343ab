import { Module } from '@nestjs/common';
import { MyBillingController } from './my-billing.controller.js';
import { MyReads } from './my-reads.js';
import { MyRequestsController } from './my-requests.controller.js';

/** What a customer reads of itself; keys are the admin module's. */
@Module({ controllers: [MyBillingController, MyRequestsController], providers: [MyReads] })
export class MeModule {}
