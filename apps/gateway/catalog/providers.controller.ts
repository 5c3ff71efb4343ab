import type { Provider } from '#catalog';
import { Controller, Get, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/caller.js';
import type { AdminCaller } from '../auth/callers.js';
import { askingOf } from '../auth/asking.js';
import { FindEntity, ListEntities } from '../books/entities.queries.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { present } from '../http/input/present.js';
import { answered } from '../auth/answered.js';
import { entityPage } from '../http/output/entity-page.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { whenWritten } from '../idempotency/written.js';
import { PROVIDERS } from './catalog.openapi.js';
import { ConfigureProvider } from './providers.commands.js';
import { ProviderBody } from './providers.dto.js';

@ApiTags('routing')
@ForAdmins('catalog.write')
@Controller('admin/providers')
export class ProvidersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Put(':id')
  @StepUp()
  @Documented(PROVIDERS.configure)
  @Runs(ConfigureProvider)
  async configure(
    @Param('id') id: string,
    @JsonBody(ProviderBody) { protocol, base_url: baseUrl, api_key: apiKey, insecure = false, traits }: ProviderBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(askingOf(admin, request), {}, async (_ids, origin) => {
      const facts = { protocol, baseUrl, apiKey, insecure, ...(traits && { traits: present(traits) }) };
      const command = new ConfigureProvider(id, facts, origin);
      return whenWritten(await this.commands.execute(command), ({ state, position }) => ({ document: document(state), position }));
    });
    return answered(reply, outcome);
  }

  @Get()
  @ForAdmins('catalog.read')
  @Documented(PROVIDERS.list)
  @Runs(ListEntities)
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const read = (limit: number, after: string | undefined) => this.queries.execute(new ListEntities('provider', limit, after));
    const { data, ...rest } = await entityPage('provider', request, read, ({ provider }) => provider);
    return { data: data.map(document), ...rest };
  }

  @Get(':id')
  @ForAdmins('catalog.read')
  @Documented(PROVIDERS.read)
  @Runs(FindEntity)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const found = await this.queries.execute(new FindEntity('provider', id));
    return document(found ?? refuse('NOT_FOUND', { message: 'There is no such provider' }));
  }
}

/** The credential is never shown again, not even in part. */
function document({ provider, protocol, base_url, insecure, traits = {}, configured_at }: Provider): object {
  return { id: provider, protocol, base_url, ...(insecure && { insecure }), traits, configured_at };
}
