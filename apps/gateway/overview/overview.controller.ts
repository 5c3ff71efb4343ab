import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { MyReads } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OVERVIEW } from './overview.openapi.js';
import { ReadOverview, type OverviewDocument } from './overview.queries.js';

const SUMMARY = 'Balance, spending today and this month, latency, the last 24 hours and 30 days';
const DESCRIPTION =
  'All sums are of requests that have ended. `errors` are those that failed or were abandoned. Days and hours are those of the account’s time zone, the running ones ' +
  'included. `runway_days` is what is available by what the last 7 days took, null where that was nothing; latencies are known to 12 %.';

@ApiTags('me')
@ForCustomers('account.read', 'billing:read')
@Controller('me/overview')
export class OverviewController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({ summary: SUMMARY, description: DESCRIPTION })
  @Get()
  @Documented(OVERVIEW.read)
  @Runs(ReadOverview)
  async read(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<OverviewDocument> {
    await this.reads.wait(request, customer.account);
    return this.queries.execute(new ReadOverview(customer));
  }
}
