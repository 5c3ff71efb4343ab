import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { requestLogCsv } from '#documents';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { sendCsv } from '../http/output/csv.js';
import { BOM, formatOf, withBom } from '../http/output/formats.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { cursorQuery, limitQuery, type Page } from '../http/output/lists.js';
import { headLanguageOf } from '../http/errors/language.js';
import { refuse } from '../http/errors/refusal.js';
import { MyReads, withCursor } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { FilterParameters, filterQuery } from './log-filter.input.js';
import { logRow } from './log-row.js';
import { receiptOf, type Receipt } from './receipt.js';
import { REQUESTS } from './requests.openapi.js';
import { ExportRequests, ListRequests, ReadReceipt, TotalRequests } from './requests.queries.js';

const FILTERED =
  'A page of `model`, `provider` or `status` looks at 50,000 requests at most: it may have fewer rows than asked for, or none, and a `next_cursor` ' +
  'with which to go on.';

const TOTALS =
  'Of the whole filter, not of a page. `errors` are those that failed or were abandoned. `is_exact` is false where `from` or `to` cuts an hour with more than 2,000 ' +
  'requests: that hour is counted whole.';

const UNMETERED =
  'A request without a charge (failed, abandoned, or left before anything came) has zeros in `usage`, all the same as integers: nobody has counted them, so that `source` is ' +
  '`estimated`, as it is never null. That nothing was metered is said by `reason`, which is null for every other request, and by `rating: null` in the receipt.';

/** What happened: the log of requests that have ended, and the receipt of each. */
@ApiTags('me')
@ForCustomers('logs.read', 'billing:read')
@Controller('me')
export class RequestsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({ summary: 'Requests that have ended, newest first; JSON or CSV', description: `${UNMETERED} ${FILTERED}` })
  @FilterParameters()
  @QueryParameter({ name: 'format', enum: ['json', 'csv'] })
  @QueryParameter(BOM)
  @Get('request-logs')
  @Documented(REQUESTS.list)
  @Runs(ListRequests, ExportRequests)
  async list(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const filter = { account: customer.account, ...filterQuery(request) };
    const format = formatOf(request, ['json', 'csv']);
    const isMarked = withBom(request, format);
    const limit = limitQuery(request);
    const cursor = cursorQuery(request);
    await this.reads.wait(request, customer.account);
    if (format === 'csv') {
      const rows = await this.queries.execute(new ExportRequests(filter));
      const language = headLanguageOf(request);
      return sendCsv(reply, { name: 'request-logs.csv', isMarked, language }, requestLogCsv(rows, language));
    }
    const { rows, next } = await withCursor(
      this.queries.execute(new ListRequests({ ...filter, limit, ...(cursor !== undefined && { cursor }) })),
    );
    const answer: Page<object> = { data: rows.map(logRow), has_more: next !== undefined, next_cursor: next ?? null };
    await reply.send(answer);
  }

  @ApiOperation({ summary: 'What all requests of a filter come to', description: TOTALS })
  @FilterParameters()
  @Get('request-logs/totals')
  @Documented(REQUESTS.totals)
  @Runs(TotalRequests)
  async totals(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<object> {
    const filter = { account: customer.account, ...filterQuery(request) };
    await this.reads.wait(request, customer.account);
    const { isExact, ...totals } = await this.queries.execute(new TotalRequests(filter, customer.time_zone));
    return { ...totals, currency: customer.currency, is_exact: isExact };
  }

  @ApiOperation({ summary: 'The receipt of a request: attempts, tokens, price, formula, entry and events', description: UNMETERED })
  @Get('requests/:id')
  @Documented(REQUESTS.receipt)
  @Runs(ReadReceipt)
  async read(@Param('id') id: string, @CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<Receipt> {
    await this.reads.wait(request, customer.account);
    const row = await this.queries.execute(new ReadReceipt(customer.account, id));
    return receiptOf(row ?? refuse('NOT_FOUND', { message: 'There is no such request, or it has not ended yet' }));
  }
}
