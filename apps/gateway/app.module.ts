import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { FoundationModule, type Foundation } from './lifecycle/foundation.module.js';
import { HealthModule } from './health/health.module.js';

/** Features, in the order in which they start. A feature injects what FoundationModule exports, without importing it. */
export const FEATURES: readonly (Type | DynamicModule)[] = [HealthModule];

@Module({})
export class AppModule {
  static compose(foundation: Foundation, features: readonly (Type | DynamicModule)[] = FEATURES): DynamicModule {
    return { module: AppModule, imports: [FoundationModule.provide(foundation), ...features] };
  }
}
