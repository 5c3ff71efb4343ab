import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { Environment } from '#process';
import { Secrets } from '../config/secrets.js';
import { Metrics } from '../health/metrics.js';
import { Readiness } from '../health/readiness.js';
import { HttpTraffic } from '../http/http-traffic.js';
import { Banner } from './banner.js';
import { Closers } from './closers.js';
import { LOG } from './log.js';
import { Startup } from './startup.js';
import type { StopRequest } from './stop-request.js';

/** What exists before Nest does, and what every feature may inject: classes by their name, the logger by `LOG`. */
export interface Foundation {
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly closers: Closers;
  readonly readiness: Readiness;
  readonly banner: Banner;
  readonly startup: Startup;
  readonly traffic: HttpTraffic;
  readonly metrics: Metrics;
  readonly stopRequest: StopRequest;
  readonly log: Logger;
}

@Module({})
export class FoundationModule {
  static provide(foundation: Foundation): DynamicModule {
    const providers = [
      { provide: Environment, useValue: foundation.environment },
      { provide: Secrets, useValue: foundation.secrets },
      { provide: Closers, useValue: foundation.closers },
      { provide: Readiness, useValue: foundation.readiness },
      { provide: Banner, useValue: foundation.banner },
      { provide: Startup, useValue: foundation.startup },
      { provide: HttpTraffic, useValue: foundation.traffic },
      { provide: Metrics, useValue: foundation.metrics },
      { provide: LOG, useValue: foundation.log },
    ];
    return { module: FoundationModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
