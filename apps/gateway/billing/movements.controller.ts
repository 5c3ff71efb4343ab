import { periodOf } from '#ledger';
import { Clock } from '#process';
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
import { ReadMovements } from './as-of.queries.js';
import { BILLING } from './billing.openapi.js';
import { ReadStatementMonths } from './billing.queries.js';
import { MONTH, periodQuery, refuseFuture } from './period.input.js';

/** A month at a glance. */
@ApiTags('me')
@ForCustomers('billing.read', 'billing:read')
@Controller('me/billing/movements')
export class MovementsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
    private readonly clock: Clock,
  ) {}

  @ApiOperation({ summary: 'What moved the balance in a month, usage summed by day, newest first; as of a past moment, too' })
  @QueryParameter({ name: 'period', description: 'Else the month of `as_of`, else the running one', example: '2026-11', schema: MONTH })
  @QueryParameter(AS_OF)
  @Get()
  @Documented(BILLING.movements)
  @Runs(ReadStatementMonths, ReadMovements)
  async movements(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    const [asked, at] = [periodQuery(request), instantQuery(request, 'as_of')];
    await this.reads.wait(request, customer.account);
    const { running, latest } = await this.queries.execute(new ReadStatementMonths(customer));
    const period = asked ?? (at === undefined ? running : periodOf(at, customer.time_zone));
    if (period > latest) refuseFuture('period', latest);
    const asOf = at ?? this.clock.now();
    const { opening, closing, currency, sums, rows, earlier, ticks } = await this.queries.execute(
      new ReadMovements(customer, period, asOf),
    );
    return { period, as_of: asOf, currency, opening_balance: opening, closing_balance: closing, sums, movements: rows, earlier, ticks };
  }
}
