import { priceDocument, type Model, type PriceDocument, type TargetDocument } from '#catalog';
import { Controller, Delete, Get, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
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
import { ForAdmins } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { MODELS } from './catalog.openapi.js';
import { ConfigureModel, RemoveModel } from './models.commands.js';
import { ModelBody } from './models.dto.js';

/** Ids contain slashes, plain or URL-encoded: the router gives the rest of the path, decoded. */
@ApiTags('routing')
@ForAdmins('catalog.write')
@Controller('admin/models')
export class ModelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Put('*')
  @Documented(MODELS.configure)
  @Runs(ConfigureModel)
  async configure(
    @Param('*') id: string,
    @JsonBody(ModelBody) body: ModelBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { targets, price, ...limits } = present(body);
    const facts = { targets: targets.map(recordable) as TargetDocument[], price: present(price) as PriceDocument, limits };
    const outcome = await this.once.run(askingOf(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new ConfigureModel(id, facts, origin)), ({ state, position }) => ({
        document: document(state),
        position,
      })),
    );
    return answered(reply, outcome);
  }

  /** Refused while an alias points to it. Requests that are under way end as they began; what was charged stays explained. The name is free again. */
  @Delete('*')
  @HttpCode(204)
  @Documented(MODELS.remove)
  @Runs(RemoveModel)
  async remove(
    @Param('*') id: string,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.once.run(askingOf(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new RemoveModel(id, origin)), nothingToShow),
    );
    answered(reply, outcome);
  }

  @Get()
  @ForAdmins('catalog.read')
  @Documented(MODELS.list)
  @Runs(ListEntities)
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const read = (limit: number, after: string | undefined) => this.queries.execute(new ListEntities('model', limit, after));
    const { data, ...rest } = await entityPage('model', request, read, ({ model }) => model);
    return { data: data.map(document), ...rest };
  }

  @Get('*')
  @ForAdmins('catalog.read')
  @Documented(MODELS.read)
  @Runs(FindEntity)
  async read(@Param('*') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const found = await this.queries.execute(new FindEntity('model', id));
    return document(found ?? refuse('NOT_FOUND', { message: `There is no model ${id}` }));
  }
}

/** A target without members that were given as null. */
function recordable(target: ModelBody['targets'][number]): object {
  const { traits, ...rest } = present(target);
  return { ...rest, ...(traits && { traits: present(traits) }) };
}

function document({ model, targets, limits, priced, created_at, changed_at }: Model): object {
  return {
    id: model,
    targets: targets.map(({ cost, traits = {}, ...target }) => ({ ...target, ...(cost ? { cost: priceDocument(cost) } : {}), traits })),
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
