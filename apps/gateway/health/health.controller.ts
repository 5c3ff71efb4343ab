import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readiness } from '../ground/readiness.js';

/** For orchestrators: `/healthz` says that the process answers, `/readyz` that it can serve requests. No credentials. */
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('healthz')
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string; failures?: Readonly<Record<string, string>> }> {
    const failures = await this.readiness.failures();
    if (Object.keys(failures).length === 0) return { status: 'ready' };
    reply.code(503).header('retry-after', '1');
    return { status: 'not_ready', failures };
  }
}
