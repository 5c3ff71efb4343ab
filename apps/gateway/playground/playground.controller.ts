import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { JsonBody } from '../http/input/json-body.js';
import { parseJsonObject, rawBody } from '../http/input/json.js';
import { MyReads } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { ENDPOINTS, RouteQuestion } from './playground.dto.js';
import { PLAYGROUND } from './playground.openapi.js';
import { PreviewRoute, type RoutePreview } from './playground.queries.js';

const PREVIEW =
  'Where a request would go and what would be held for it, by the code that makes the hold; nothing is held and no provider is asked. What a request names that stands at a ' +
  'provider, or in a kept response, is not looked up.';

/** Before a request: where it would go and what it costs at most. */
@ApiTags('me')
@Controller('me')
export class PlaygroundController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({ summary: 'Where a request would go, and what it would cost at most', description: PREVIEW })
  @Post('route-preview')
  @HttpCode(200)
  @ForCustomers('playground.use', 'inference')
  @Documented(PLAYGROUND.preview)
  @Runs(PreviewRoute)
  async preview(
    @JsonBody(RouteQuestion) { endpoint }: RouteQuestion,
    @CurrentCustomer() caller: CustomerCaller,
    @Req() request: FastifyRequest,
  ): Promise<RoutePreview> {
    // As it was sent: the body of a request is not ours to read strictly.
    const { body } = parseJsonObject(rawBody(request));
    await this.reads.wait(request, caller.customer.account);
    const policy = 'key' in caller ? caller.key.policy : {};
    return this.queries.execute(new PreviewRoute(caller.customer, policy, ENDPOINTS[endpoint], Buffer.from(JSON.stringify(body))));
  }
}
