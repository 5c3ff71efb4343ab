import { Module, type DynamicModule } from '@nestjs/common';
import { Clock, Environment } from '#process';
import { Secrets } from '../ground/secrets.js';
import { MemoryBudget } from '../ground/memory-budget.js';
import { Metrics } from '../ground/metrics.js';
import { Readiness } from '../ground/readiness.js';
import { HttpTraffic } from '../http/server/http-traffic.js';
import { Banner } from '../ground/banner.js';
import { Closers } from '../ground/closers.js';
import type { Ground } from '../ground/ground.js';
import { LOG } from '../ground/log.js';
import { Startup } from '../ground/startup.js';

/** What exists before Nest does, and what every feature may inject: classes by their name, the logger by `LOG`. */
export interface Foundation extends Ground {
  readonly traffic: HttpTraffic;
  readonly memory: MemoryBudget;
}

@Module({})
export class FoundationModule {
  static provide(foundation: Foundation): DynamicModule {
    const providers = [
      { provide: Environment, useValue: foundation.environment },
      { provide: Clock, useValue: foundation.clock },
      { provide: Secrets, useValue: foundation.secrets },
      { provide: Closers, useValue: foundation.closers },
      { provide: Readiness, useValue: foundation.readiness },
      { provide: Banner, useValue: foundation.banner },
      { provide: Startup, useValue: foundation.startup },
      { provide: HttpTraffic, useValue: foundation.traffic },
      { provide: MemoryBudget, useValue: foundation.memory },
      { provide: Metrics, useValue: foundation.metrics },
      { provide: LOG, useValue: foundation.log },
    ];
    return { module: FoundationModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
