import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MyReads } from '../http/output/my-reads.js';
import { BodiesModule } from '../inference/bodies/bodies.module.js';
import { InferenceModule } from '../inference/inference.module.js';
import { PlaygroundController } from './playground.controller.js';
import { PreviewRouteHandler } from './playground.queries.js';

/** What a request would do. */
@Module({
  imports: [CqrsModule, BodiesModule, InferenceModule],
  controllers: [PlaygroundController],
  providers: [MyReads, PreviewRouteHandler],
})
export class PlaygroundModule {}
