import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ForAnyone } from '../http/route/access.js';
import { Documented, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { Readiness } from '../ground/readiness.js';

type Reasons = Readonly<Record<string, string>>;

interface ReadyAnswer {
  readonly status: 'ready' | 'not_ready';
  readonly failures?: Reasons;
  /** Does not make it unready; absent where there is none. */
  readonly warnings?: Reasons;
}

/** For orchestrators: `/healthz` says that the process answers, `/readyz` that it can serve requests. No credentials. */
@ForAnyone()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('healthz')
  @Documented({ answer: ok({ status: 'ok' }) })
  @Runs('the process')
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Documented({ answer: ok({ status: 'ready' }) })
  @Runs('Readiness')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer> {
    const failures = await this.readiness.failures();
    const warnings = this.readiness.warnings();
    const warned = warnings && { warnings };
    if (Object.keys(failures).length === 0) return { status: 'ready', ...warned };
    reply.code(503).header('retry-after', '1');
    return { status: 'not_ready', failures, ...warned };
  }
}
