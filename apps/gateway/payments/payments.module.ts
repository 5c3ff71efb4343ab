import { Module } from '@nestjs/common';
import { WebhooksController } from './payments.controller.js';

@Module({ controllers: [WebhooksController] })
export class WebhooksModule {}
