import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ForAnyone } from '../http/route/access.js';
import { Documented, answer, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { Readiness } from '../ground/readiness.js';

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
  @Documented({ answer: ok({ status: 'ready' }), others: [answer(503, { status: 'not_ready', failures: {} })] })
  @Runs('Readiness')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string; failures?: Readonly<Record<string, string>> }> {
    const failures = await this.readiness.failures();
    if (Object.keys(failures).length === 0) return { status: 'ready' };
    reply.code(503).header('retry-after', '1');
    return { status: 'not_ready', failures };
  }
}
