import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MyReads } from '../http/output/my-reads.js';
import { OverviewController } from './overview.controller.js';
import { ReadOverviewHandler } from './overview.queries.js';

/** Where a customer stands. */
@Module({ imports: [CqrsModule], controllers: [OverviewController], providers: [MyReads, ReadOverviewHandler] })
export class OverviewModule {}
