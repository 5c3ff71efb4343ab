import { Directory } from '#directory';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '../../http/route/described.js';
import { refuse } from '../../http/errors/refusal.js';
import { PROVIDERS } from '../catalog.openapi.js';
import { ForAdmins } from '../../http/route/access.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import { BaseUrls } from '../../inference/providers/base-urls.js';
import { probe, type ProbeResult } from './provider-probe.js';

@ApiTags('providers')
@ForAdmins()
@Controller('admin/providers')
export class ProviderHealthController {
  constructor(
    private readonly directory: Directory,
    private readonly baseUrls: BaseUrls,
  ) {}

  @ApiOperation({ summary: 'Asks the provider for its models now: reachable, and is our credential good?' })
  @Get(':id/health')
  @Documented(PROVIDERS.health)
  @Runs('the provider')
  async check(@Param('id') id: string): Promise<ProbeResult> {
    const provider = this.directory.provider(id) ?? refuse('NOT_FOUND', { message: 'There is no such provider' });
    return probe(provider, this.baseUrls.resolve(provider.baseUrl, provider.protocol));
  }
}
