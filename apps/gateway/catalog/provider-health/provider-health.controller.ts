import { Directory } from '#directory';
import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadPositions } from '../../ground/read-positions.js';
import { ApiOperation, ApiTags } from '../../http/route/described.js';
import { refuse } from '../../http/errors/refusal.js';
import { Destinations } from '../../ground/destinations.js';
import { PROVIDERS } from '../catalog.openapi.js';
import { ForAdmins } from '../../http/route/access.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import { awaitMinPosition } from '../../http/output/positions.js';
import { BaseUrls } from '../../inference/providers/base-urls.js';
import { probe, type ProbeResult } from './provider-probe.js';

@ApiTags('providers')
@ForAdmins('catalog.read')
@Controller('admin/providers')
export class ProviderHealthController {
  constructor(
    private readonly directory: Directory,
    private readonly baseUrls: BaseUrls,
    private readonly destinations: Destinations,
    private readonly positions: ReadPositions,
  ) {}

  @ApiOperation({ summary: 'Asks the provider for its models now: reachable, and is our credential good?' })
  @Get(':id/health')
  @Documented(PROVIDERS.health)
  @Runs('the provider')
  async check(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ProbeResult> {
    await awaitMinPosition(request, this.positions);
    const provider = this.directory.provider(id) ?? refuse('NOT_FOUND', { message: 'There is no such provider' });
    return probe(provider, this.baseUrls.resolve(provider.baseUrl, provider.protocol), this.destinations);
  }
}
