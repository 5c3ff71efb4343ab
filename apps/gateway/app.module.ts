import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { BooksModule } from './books/books.module.js';
import { HealthModule } from './health/health.module.js';
import { InferenceModule } from './inference/inference.module.js';
import { FoundationModule, type Foundation } from './lifecycle/foundation.module.js';

type Feature = Type | DynamicModule | Promise<DynamicModule>;

/** Features, in the order in which they start. A feature injects what FoundationModule and BooksModule export, without importing them. */
const features = (foundation: Foundation): readonly Feature[] => [BooksModule.open(foundation), HealthModule, InferenceModule];

@Module({})
export class AppModule {
  static compose(foundation: Foundation, chosen: readonly Feature[] = features(foundation)): DynamicModule {
    return { module: AppModule, imports: [FoundationModule.provide(foundation), ...chosen] };
  }
}
