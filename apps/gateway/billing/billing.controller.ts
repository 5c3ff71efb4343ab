import { formatAmount } from '#money';
import { nextPeriod } from '#ledger';
import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { cursorQuery, limitQuery, type Page } from '../http/output/lists.js';
import { dayQuery, instantQuery, queryText, refuseBackwards } from '../http/input/query.js';
import { refuse } from '../http/errors/refusal.js';
import { MyReads, withCursor } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { AS_OF } from './as-of.parameter.js';
import { ReadAccountAsOf } from './as-of.queries.js';
import { BILLING } from './billing.openapi.js';
import { ReadBalance, ReadStatementMonths, ReadUsage } from './billing.queries.js';
import { DAY, MONTH, periodQuery, refuseFuture } from './period.input.js';

/** What it cost: the balance, and the usage by day and model. */
@ApiTags('me')
@ForCustomers('billing.read', 'billing:read')
@Controller('me')
export class BillingController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({ summary: 'What is available and what open requests hold; now, or as of a past moment' })
  @QueryParameter(AS_OF)
  @Get('balance')
  @Documented(BILLING.balance)
  @Runs(ReadBalance, ReadAccountAsOf)
  async balance(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    const at = instantQuery(request, 'as_of');
    await this.reads.wait(request, customer.account);
    if (at !== undefined) return this.balanceAt(customer, at);
    const { row, asOf } = await this.queries.execute(new ReadBalance(customer.account));
    const zero = formatAmount(0n);
    return {
      currency: customer.currency,
      available: row?.available ?? zero,
      held: row?.held ?? zero,
      frozen: row?.frozen ?? zero,
      as_of_position: String(asOf),
    };
  }

  /** Null where the month had too many events up to then: the sum of the two is told anyway. */
  private async balanceAt(customer: CustomerCaller['customer'], at: string): Promise<object> {
    const { asOf, balance, account } = await this.queries.execute(new ReadAccountAsOf(customer, at));
    const { available = null, held = null } = account ?? {};
    return { currency: customer.currency, available, held, balance, as_of: asOf };
  }

  @ApiOperation({ summary: 'Tokens and charges by day (of the account’s time zone) and model, newest first' })
  @QueryParameter({ name: 'period', description: 'A month, instead of `from` and `to`', example: '2026-11', schema: MONTH })
  @QueryParameter({ name: 'from', description: 'A day, which is included', example: '2026-11-01', schema: DAY })
  @QueryParameter({ name: 'to', description: 'A day, which is not included', example: '2026-12-01', schema: DAY })
  @Get('usage')
  @Documented(BILLING.usage)
  @Runs(ReadStatementMonths, ReadUsage)
  async usage(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<Page<object>> {
    const range = usageRange(request);
    const cursor = cursorQuery(request);
    const limit = limitQuery(request);
    await this.reads.wait(request, customer.account);
    const { latest } = await this.queries.execute(new ReadStatementMonths(customer));
    if (range.from !== undefined && range.from.slice(0, 7) > latest)
      refuseFuture(queryText(request, 'period') === undefined ? 'from' : 'period', latest);
    const query = { account: customer.account, timeZone: customer.time_zone, limit, ...range };
    const { rows, next } = await withCursor(this.queries.execute(new ReadUsage({ ...query, ...(cursor !== undefined && { cursor }) })));
    return { data: rows, has_more: next !== undefined, next_cursor: next ?? null };
  }
}

/** A month, or the days from one to another; either end may be open. */
function usageRange(request: FastifyRequest): { readonly from?: string; readonly before?: string } {
  const period = periodQuery(request);
  const from = dayQuery(request, 'from');
  const before = dayQuery(request, 'to');
  refuseBackwards(from, before);
  if (period === undefined) return { ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
  if (from === undefined && before === undefined) return { from: `${period}-01`, before: `${nextPeriod(period)}-01` };
  return refuse('INVALID_REQUEST', { field: 'period', message: 'period stands instead of from and to' });
}
