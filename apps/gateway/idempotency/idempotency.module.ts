import { Global, Module } from '@nestjs/common';
import { OncePerKey } from './once-per-key.js';

/** Needs `CommandClaims`, `InstallationSecrets` and `PersonalData` from whoever opens the stores. */
@Global()
@Module({ providers: [OncePerKey], exports: [OncePerKey] })
export class IdempotencyModule {}
