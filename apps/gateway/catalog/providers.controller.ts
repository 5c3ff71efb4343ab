import { Directory, type Provider } from '#catalog';
import { Controller, Get, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { IsString, Length, Matches, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { JsonBody } from '../http/input/json-body.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { directoryPage } from '../http/output/directory-page.js';
import { ConfigureProvider } from './providers.commands.js';
import { accepted } from '../http/errors/directory.refusals.js';

class ProviderBody {
  @IsString()
  @MaxLength(500)
  protocol!: string;

  @IsString()
  @Length(1, 2_048)
  base_url!: string;

  /** It goes into a header. */
  @IsString()
  @Length(1, 8_192)
  @Matches(/^[\x21-\x7e]+$/, { message: 'api_key must be printable ASCII without spaces' })
  api_key!: string;
}

@ApiTags('routing')
@Controller('admin/providers')
export class ProvidersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Put(':id')
  configure(
    @Param('id') id: string,
    @JsonBody(ProviderBody) { protocol, base_url: baseUrl, api_key: apiKey }: ProviderBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.once.run({ caller: admin, request, reply }, {}, async (_ids, origin) => {
      const command = new ConfigureProvider(id, { protocol, baseUrl, apiKey }, origin);
      const { state, position } = accepted(await this.commands.execute(command));
      return { document: document(state), position };
    });
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { data, ...rest } = directoryPage(this.directory, 'provider', request, ({ provider }) => provider);
    return { data: data.map(document), ...rest };
  }

  @Get(':id')
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    return document(this.directory.row('provider', id)?.state ?? refuse('NOT_FOUND', { message: 'There is no such provider' }));
  }
}

/** The credential is never shown again, not even in part. */
function document({ provider, protocol, base_url, configured_at }: Provider): object {
  return { id: provider, protocol, base_url, configured_at };
}
