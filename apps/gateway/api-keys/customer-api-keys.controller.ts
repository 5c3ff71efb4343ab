import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/caller.js';
import type { AdminCaller } from '../auth/callers.js';
import { askingOf } from '../auth/asking.js';
import { FindEntity } from '../books/entities.queries.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { JsonBody } from '../http/input/json-body.js';
import { pageQuery } from '../http/output/lists.js';
import { answered } from '../auth/answered.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { IssueKey, RevokeKey, RotateKey } from './api-keys.commands.js';
import { DEFAULT_OVERLAP_SECONDS, NewApiKey, Rotation } from './api-keys.dto.js';
import { API_KEYS } from './api-keys.openapi.js';
import { ListKeys, ReadKeyUses } from './api-keys.queries.js';
import { ApiKeys } from './api-keys.service.js';
import { STATUS, statusQuery } from './keys.input.js';
import { KEYS_LIST, keysPage } from './keys.page.js';

@ApiTags('customers')
@ForAdmins('keys.write')
@Controller('admin/customers/:customer/api-keys')
export class CustomerApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
  ) {}

  @QueryParameter(STATUS)
  @Get()
  @ForAdmins('keys.read')
  @Documented(API_KEYS.list)
  @Runs(FindEntity, ListKeys, ReadKeyUses)
  async list(@Param('customer') customer: string, @Req() request: FastifyRequest): Promise<object> {
    const [query, status] = [pageQuery(request, KEYS_LIST, 1), statusQuery(request)];
    const found = await this.queries.execute(new FindEntity('customer', customer));
    if (!found) return refuse('NOT_FOUND', { message: 'There is no such customer' });
    await awaitMinPosition(request, this.positions);
    const keys = await this.queries.execute(new ListKeys(customer));
    return keysPage(query, keys, status, (shown) => this.queries.execute(new ReadKeyUses(found, shown)));
  }

  @Post()
  @StepUp()
  @Documented(API_KEYS.issue)
  @Runs(IssueKey)
  async issue(
    @Param('customer') customer: string,
    @JsonBody(NewApiKey) body: NewApiKey,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return answered(reply, await this.keys.issue(askingOf(caller, request), customer, body));
  }

  @Post(':key/rotate')
  @StepUp()
  @HttpCode(200)
  @Documented(API_KEYS.rotate)
  @Runs(RotateKey)
  async rotate(
    @Param('customer') customer: string,
    @Param('key') key: string,
    @JsonBody(Rotation, { optional: true }) { overlap_seconds: overlapSeconds = DEFAULT_OVERLAP_SECONDS }: Rotation,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return answered(reply, await this.keys.rotate(askingOf(caller, request), customer, key, overlapSeconds));
  }

  @Delete(':key')
  @StepUp()
  @HttpCode(204)
  @Documented(API_KEYS.revoke)
  @Runs(RevokeKey)
  async revoke(
    @Param('customer') customer: string,
    @Param('key') key: string,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    answered(reply, await this.keys.revoke(askingOf(caller, request), customer, key));
  }
}
