import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { MyReads } from '../http/output/my-reads.js';
import { BodiesModule } from '../inference/bodies/bodies.module.js';
import { InferenceModule } from '../inference/inference.module.js';
import { PlaygroundController } from './playground.controller.js';
import { PreviewRouteHandler } from './playground.queries.js';

/** What a request would do, and a key to send it with from a page. */
@Module({
  imports: [CqrsModule, ApiKeysModule, BodiesModule, InferenceModule],
  controllers: [PlaygroundController],
  providers: [MyReads, PreviewRouteHandler],
})
export class PlaygroundModule {}
