import type { Alias } from '#catalog';
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
import { PointAlias, RemoveAlias } from './aliases.commands.js';
import { AliasBody } from './aliases.dto.js';
import { ALIASES } from './catalog.openapi.js';

/** Names may contain slashes, plain or URL-encoded. */
@ApiTags('routing')
@ForAdmins('catalog.write')
@Controller('admin/aliases')
export class AliasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Put('*')
  @Documented(ALIASES.point)
  @Runs(PointAlias)
  async point(
    @Param('*') name: string,
    @JsonBody(AliasBody) { targets }: AliasBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(askingOf(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new PointAlias(name, targets.map(present), origin)), ({ state, position }) => ({
        document: document(state),
        position,
      })),
    );
    return answered(reply, outcome);
  }

  /** Calls by that name are 404 from then on. The name is free again. */
  @Delete('*')
  @HttpCode(204)
  @Documented(ALIASES.remove)
  @Runs(RemoveAlias)
  async remove(
    @Param('*') name: string,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.once.run(askingOf(admin, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new RemoveAlias(name, origin)), nothingToShow),
    );
    answered(reply, outcome);
  }

  @Get()
  @ForAdmins('catalog.read')
  @Documented(ALIASES.list)
  @Runs(ListEntities)
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const read = (limit: number, after: string | undefined) => this.queries.execute(new ListEntities('alias', limit, after));
    const { data, ...rest } = await entityPage('alias', request, read, ({ alias }) => alias);
    return { data: data.map(document), ...rest };
  }

  @Get('*')
  @ForAdmins('catalog.read')
  @Documented(ALIASES.read)
  @Runs(FindEntity)
  async read(@Param('*') name: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const found = await this.queries.execute(new FindEntity('alias', name));
    return document(found ?? refuse('NOT_FOUND', { message: `There is no alias ${name}` }));
  }
}

function document({ alias, targets, pointed_at }: Alias): object {
  return { name: alias, targets, pointed_at };
}
