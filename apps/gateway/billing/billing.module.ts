import { Module } from '@nestjs/common';
import { MyBillingController } from './billing.controller.js';
import { MyReads } from '../http/output/my-reads.js';
import { MyRequestsController } from '../requests/requests.controller.js';

/** What a customer reads of itself; keys are the admin module's. */
@Module({ controllers: [MyBillingController, MyRequestsController], providers: [MyReads] })
export class MeModule {}
