import { Directory, priceDocument, type Model, type PriceDocument, type TargetDocument } from '#catalog';
import { Controller, Get, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { JsonBody } from '../http/input/json-body.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { ConfigureModel } from './models.commands.js';
import { ModelBody } from './models.dto.js';
import { directoryPage } from '../http/output/directory-page.js';
import { present } from '../http/input/present.js';
import { accepted } from '../http/errors/directory.refusals.js';

/** Ids contain slashes, plain or URL-encoded: the router gives the rest of the path, decoded. */
@ApiTags('routing')
@Controller('admin/models')
export class ModelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Put('*')
  configure(
    @Param('*') id: string,
    @JsonBody(ModelBody) body: ModelBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { targets, price, ...limits } = present(body);
    const facts = { targets: targets.map(present) as TargetDocument[], price: present(price) as PriceDocument, limits };
    return this.once.run({ caller: admin, request, reply }, {}, async (_ids, origin) => {
      const { state, position } = accepted(await this.commands.execute(new ConfigureModel(id, facts, origin)));
      return { document: document(state), position };
    });
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { data, ...rest } = directoryPage(this.directory, 'model', request, ({ model }) => model);
    return { data: data.map(document), ...rest };
  }

  @Get('*')
  async read(@Param('*') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    return document(this.directory.row('model', id)?.state ?? refuse('NOT_FOUND', { message: `There is no model ${id}` }));
  }
}

function document({ model, targets, limits, priced, created_at, changed_at }: Model): object {
  return {
    id: model,
    targets: targets.map(({ cost, ...target }) => ({ ...target, ...(cost ? { cost: priceDocument(cost) } : {}) })),
    price: priced ? priceDocument(priced) : null,
    price_version: priced?.version ?? null,
    priced_at: priced?.since ?? null,
    price_source: priced?.source ?? null,
    context_window: limits.context_window ?? null,
    max_output_tokens: limits.max_output_tokens ?? null,
    default_output_tokens: limits.default_output_tokens ?? null,
    created_at,
    changed_at,
  };
}
