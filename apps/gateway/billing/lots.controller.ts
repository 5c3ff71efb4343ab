import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { instantQuery } from '../http/input/query.js';
import { MyReads } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { AS_OF } from './as-of.parameter.js';
import { ReadAccountAsOf } from './as-of.queries.js';
import { BILLING } from './billing.openapi.js';

/** What the balance is made of. */
@ApiTags('me')
@ForCustomers('billing.read', 'billing:read')
@Controller('me/billing/lots')
export class LotsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({
    summary: 'Credits and payments with what is left of each, in the order in which they are spent; now, or as of a past moment',
  })
  @QueryParameter(AS_OF)
  @Get()
  @Documented(BILLING.lots)
  @Runs(ReadAccountAsOf)
  async lots(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    const at = instantQuery(request, 'as_of');
    await this.reads.wait(request, customer.account);
    const { asOf, balance, account } = await this.queries.execute(new ReadAccountAsOf(customer, at));
    const { available = null, held = null, lots = null } = account ?? {};
    return { as_of: asOf, currency: customer.currency, balance, available, held, lots };
  }
}
