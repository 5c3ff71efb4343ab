import { Module } from '@nestjs/common';
import { InferenceModule } from '../../inference/inference.module.js';
import { ProviderHealthController } from './provider-health.controller.js';

@Module({ imports: [InferenceModule], controllers: [ProviderHealthController] })
export class ProviderHealthModule {}
