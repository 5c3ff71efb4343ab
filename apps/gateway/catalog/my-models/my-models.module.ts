import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { InferenceModule } from '../../inference/inference.module.js';
import { MyModelsController } from './my-models.controller.js';
import { ListMyModelsHandler } from './my-models.queries.js';

/** What a customer may call. */
@Module({ imports: [CqrsModule, InferenceModule], controllers: [MyModelsController], providers: [ListMyModelsHandler] })
export class MyModelsModule {}
