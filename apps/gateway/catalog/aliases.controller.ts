import { Directory, type Alias } from '#catalog';
import { Controller, Get, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { JsonBody } from '../http/input/json-body.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { PointAlias } from './aliases.commands.js';
import { directoryPage } from '../http/output/directory-page.js';
import { present } from '../http/input/present.js';
import { accepted } from '../http/errors/directory.refusals.js';

class AliasTargetBody {
  @IsString()
  @MaxLength(500)
  model!: string;

  @IsOptional()
  @IsInt()
  priority?: number;

  @IsOptional()
  @IsInt()
  weight?: number;
}

class AliasBody {
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AliasTargetBody)
  targets!: AliasTargetBody[];
}

/** Names may contain slashes, plain or URL-encoded. */
@ApiTags('routing')
@Controller('admin/aliases')
export class AliasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Put('*')
  point(
    @Param('*') name: string,
    @JsonBody(AliasBody) { targets }: AliasBody,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.once.run({ caller: admin, request, reply }, {}, async (_ids, origin) => {
      const { state, position } = accepted(await this.commands.execute(new PointAlias(name, targets.map(present), origin)));
      return { document: document(state), position };
    });
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { data, ...rest } = directoryPage(this.directory, 'alias', request, ({ alias }) => alias);
    return { data: data.map(document), ...rest };
  }

  @Get('*')
  async read(@Param('*') name: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    return document(this.directory.row('alias', name)?.state ?? refuse('NOT_FOUND', { message: `There is no alias ${name}` }));
  }
}

function document({ alias, targets, pointed_at }: Alias): object {
  return { name: alias, targets, pointed_at };
}
