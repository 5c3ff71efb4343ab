import { Clock } from '#process';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IssueKey } from '../api-keys/api-keys.commands.js';
import { PLAYGROUND_KEY_NAME } from '../api-keys/api-keys.document.js';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { JsonBody } from '../http/input/json-body.js';
import { parseJsonObject, rawBody } from '../http/input/json.js';
import { MyReads } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { ENDPOINTS, PLAYGROUND_KEY_SECONDS, PlaygroundKey, RouteQuestion } from './playground.dto.js';
import { PLAYGROUND } from './playground.openapi.js';
import { PreviewRoute, type RoutePreview } from './playground.queries.js';

const PREVIEW =
  'Where a request would go and what would be held for it, by the code that makes the hold; nothing is held and no provider is asked. What a request names that stands at a ' +
  'provider, or in a kept response, is not looked up.';
const KEY = 'A key of one hour with the scope `inference`, named Playground; shown this once.';

/** Before a request: where it would go and what it costs at most; and a key for a page that sends it. */
@ApiTags('me')
@Controller('me')
export class PlaygroundController {
  constructor(
    private readonly queries: QueryBus,
    private readonly keys: ApiKeys,
    private readonly reads: MyReads,
    private readonly clock: Clock,
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

  @ApiOperation({ summary: 'A key of one hour for the playground', description: KEY })
  @Post('playground/keys')
  @ForCustomers('playground.use')
  @Documented(PLAYGROUND.key)
  @Runs(IssueKey)
  async key(
    @JsonBody(PlaygroundKey, { optional: true }) { expires_in_seconds: seconds = PLAYGROUND_KEY_SECONDS }: PlaygroundKey,
    @CurrentCustomer() caller: CustomerCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const expiresAt = new Date(this.clock.nowMs() + seconds * 1_000).toISOString();
    const facts = { name: PLAYGROUND_KEY_NAME, scopes: ['inference'], expires_at: expiresAt };
    const issued = answered(reply, await this.keys.issue(askingOf(caller, request), caller.customer.customer, facts, caller));
    const { id, key, expires_at } = issued as { readonly id: string; readonly key?: string; readonly expires_at: string };
    return { id, ...(key !== undefined && { key }), expires_at };
  }
}
