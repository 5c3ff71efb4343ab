import type { Logger } from 'pino';
import type { Banner } from './banner.js';
import type { Closers } from './closers.js';
import type { Clock, Environment } from '#process';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';
import type { Secrets } from './secrets.js';
import type { Startup } from './startup.js';
import type { StopRequest } from './stop-request.js';

/** What everything else of a gateway stands on: there before Nest is, and knows of no feature. */
export interface Ground {
  readonly environment: Environment;
  readonly secrets: Secrets;
  /** The time of every command. */
  readonly clock: Clock;
  readonly closers: Closers;
  readonly readiness: Readiness;
  readonly banner: Banner;
  readonly startup: Startup;
  readonly metrics: Metrics;
  readonly stopRequest: StopRequest;
  readonly log: Logger;
}
