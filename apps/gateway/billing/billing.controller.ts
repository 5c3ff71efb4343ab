import { formatAmount } from '#money';
import { isPeriod, nextPeriod } from '#ledger';
import { type Statement } from '#projections';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { statementCsv } from '#documents';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { sendCsv } from '../http/output/csv.js';
import { BOM, formatOf, withBom } from '../http/output/formats.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { cursorQuery, limitQuery, type Page } from '../http/output/lists.js';
import { dayQuery, queryText, refuseBackwards } from '../http/input/query.js';
import { refuse } from '../http/errors/refusal.js';
import { MyReads, withCursor } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { BILLING } from './billing.openapi.js';
import { ReadBalance, ReadStatement, ReadStatementMonths, ReadUsage } from './billing.queries.js';

const DAY = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
const MONTH = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}$' };

/** What it cost: the balance, the usage by day and model, the statement of a month. */
@ApiTags('me')
@ForCustomers('billing.read', 'billing:read')
@Controller('me')
export class BillingController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({ summary: 'What is available and what open requests hold' })
  @Get('balance')
  @Documented(BILLING.balance)
  @Runs(ReadBalance)
  async balance(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    await this.reads.wait(request, customer.account);
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

  @ApiOperation({ summary: 'The statement of a month; that of the running month closes at now. JSON or CSV' })
  @QueryParameter({ name: 'period', example: '2026-11', schema: MONTH })
  @QueryParameter({ name: 'format', enum: ['json', 'csv'] })
  @QueryParameter(BOM)
  @Get('billing/statement')
  @Documented(BILLING.statement)
  @Runs(ReadStatementMonths, ReadStatement)
  async statement(
    @CurrentCustomer() { customer }: CustomerCaller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = periodQuery(request);
    const format = formatOf(request, ['json', 'csv']);
    const isMarked = withBom(request, format);
    await this.reads.wait(request, customer.account);
    const { running, latest } = await this.queries.execute(new ReadStatementMonths(customer));
    const period = asked ?? running;
    if (period > latest) refuseFuture('period', latest);
    const statement = await this.queries.execute(new ReadStatement(customer, period));
    if (format === 'csv') return sendCsv(reply, `statement-${period}.csv`, statementCsv(statement), isMarked);
    await reply.type('application/json').send(Readable.from(statementJson(statement)));
  }
}

function periodQuery(request: FastifyRequest): string | undefined {
  const period = queryText(request, 'period');
  if (period === undefined || isPeriod(period)) return period;
  return refuse('INVALID_REQUEST', { field: 'period', message: 'period must be a month like 2026-11' });
}

const refuseFuture = (field: 'period' | 'from', latest: string): never =>
  refuse('INVALID_REQUEST', { field, message: `${field} has not begun: the last month that has is ${latest}` });

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

/** A month can have a hundred thousand lines: they are written as they are read. */
async function* statementJson(statement: Statement): AsyncGenerator<string> {
  const { period, currency, opening, closing, closed, asOf, lines } = statement;
  const head = { period, currency, opening_balance: opening, closing_balance: closing, closed, as_of_position: String(asOf) };
  yield `${JSON.stringify(head).slice(0, -1)},"lines":[`;
  let separator = '';
  for await (const { event, ...line } of lines()) {
    yield `${separator}${JSON.stringify({ ...line, event_id: event })}`;
    separator = ',';
  }
  yield ']}';
}
