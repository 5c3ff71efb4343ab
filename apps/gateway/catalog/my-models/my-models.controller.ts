import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../../auth/caller.js';
import type { CustomerCaller } from '../../auth/callers.js';
import { ReadPositions } from '../../ground/read-positions.js';
import { page, pageQuery, type Page } from '../../http/output/lists.js';
import { awaitMinPosition } from '../../http/output/positions.js';
import { ForCustomers } from '../../http/route/access.js';
import { ApiOperation, ApiTags } from '../../http/route/described.js';
import { Documented } from '../../http/route/documented.js';
import { Runs } from '../../http/route/runs.js';
import { MY_MODELS } from './my-models.openapi.js';
import { ListMyModels, type MyModel } from './my-models.queries.js';

const LIST = 'my-models';
const DESCRIPTION =
  'Of an alias, price and limits are those of the model that is tried first; capabilities those that all of its models have. `status` is what this gateway has seen within ' +
  'five minutes and the account within two hours: `down` where every provider of it failed and none answered, `slow` where some failed, `unknown` where nobody asked.';

@ApiTags('me')
@ForCustomers('account.read', 'billing:read', 'inference')
@Controller('me/models')
export class MyModelsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
  ) {}

  @ApiOperation({
    summary: 'Models and aliases that the caller may use: price, limits, capabilities, and whether they answer',
    description: DESCRIPTION,
  })
  @Get()
  @Documented(MY_MODELS.list)
  @Runs(ListMyModels)
  async list(@CurrentCustomer() caller: CustomerCaller, @Req() request: FastifyRequest): Promise<Page<MyModel>> {
    const { limit, after } = pageQuery(request, LIST, 1);
    await awaitMinPosition(request, this.positions);
    const policy = 'key' in caller ? caller.key.policy : {};
    const models = await this.queries.execute(new ListMyModels(caller.customer, policy));
    const [last] = after ?? [];
    const behind = models.filter(({ id }) => last === undefined || id > last);
    return page(LIST, behind, limit, ({ id }) => [id]);
  }
}
