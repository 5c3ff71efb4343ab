import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import { askingOf } from '../auth/asking.js';
import type { CustomerCaller } from '../auth/callers.js';
import { ReadPositions } from '../ground/read-positions.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { JsonBody } from '../http/input/json-body.js';
import { pageQuery } from '../http/output/lists.js';
import { answered } from '../auth/answered.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForCustomers, StepUp } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { IssueKey, RevokeKey, RotateKey } from './api-keys.commands.js';
import { DEFAULT_OVERLAP_SECONDS, NewApiKey, Rotation } from './api-keys.dto.js';
import { API_KEYS } from './api-keys.openapi.js';
import { ListKeys, ReadKeyUses } from './api-keys.queries.js';
import { ApiKeys } from './api-keys.service.js';
import { STATUS, statusQuery } from './keys.input.js';
import { KEYS_LIST, keysPage } from './keys.page.js';

/** The caller's customer's keys; a key that asks is one of them, may rotate or revoke itself, and hands on what it holds, no more. */
@ApiTags('me')
@ForCustomers('keys.write', 'keys:write')
@Controller('me/api-keys')
export class MyApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
  ) {}

  @QueryParameter(STATUS)
  @Get()
  @ForCustomers('keys.read', 'billing:read', 'keys:write')
  @Documented(API_KEYS.list)
  @Runs(ListKeys, ReadKeyUses)
  async list(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    const [query, status] = [pageQuery(request, KEYS_LIST, 1), statusQuery(request)];
    await awaitMinPosition(request, this.positions);
    const keys = await this.queries.execute(new ListKeys(customer.customer));
    return keysPage(query, keys, status, (shown) => this.queries.execute(new ReadKeyUses(customer, shown)));
  }

  @Post()
  @StepUp()
  @Documented(API_KEYS.issue)
  @Runs(IssueKey)
  async issue(
    @JsonBody(NewApiKey) body: NewApiKey,
    @CurrentCustomer() caller: CustomerCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return answered(reply, await this.keys.issue(askingOf(caller, request), caller.customer.customer, body, caller));
  }

  @Post(':key/rotate')
  @StepUp()
  @HttpCode(200)
  @Documented(API_KEYS.rotate)
  @Runs(RotateKey)
  async rotate(
    @Param('key') key: string,
    @JsonBody(Rotation, { optional: true }) { overlap_seconds: overlapSeconds = DEFAULT_OVERLAP_SECONDS }: Rotation,
    @CurrentCustomer() caller: CustomerCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return answered(reply, await this.keys.rotate(askingOf(caller, request), caller.customer.customer, key, overlapSeconds, caller));
  }

  @Delete(':key')
  @StepUp()
  @HttpCode(204)
  @Documented(API_KEYS.revoke)
  @Runs(RevokeKey)
  async revoke(
    @Param('key') key: string,
    @CurrentCustomer() caller: CustomerCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    answered(reply, await this.keys.revoke(askingOf(caller, request), caller.customer.customer, key));
  }
}
