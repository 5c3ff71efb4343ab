import type { RequestRow } from '#projections';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { requestLogCsv } from '#documents';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentKey } from '../auth/caller.js';
import type { KeyCaller } from '../auth/key-authenticator.js';
import { sendCsv } from '../http/output/csv.js';
import { formatOf } from '../http/output/formats.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { cursorQuery, limitQuery, type Page } from '../http/output/lists.js';
import { refuse } from '../http/errors/refusal.js';
import { instantQuery } from '../http/input/query.js';
import { MyReads, withCursor } from '../http/output/my-reads.js';
import { ForKeys } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { receiptOf, type Receipt } from './receipt.js';
import { REQUESTS } from './requests.openapi.js';
import { ExportRequests, ListRequests, ReadReceipt } from './requests.queries.js';

const UNMETERED =
  'A request without a charge (failed, abandoned, or left before anything came) has zeros in `usage`, all the same as integers: nobody has counted them, so that `source` is ' +
  '`estimated`, as it is never null. That nothing was metered is said by `reason`, which is null for every other request, and by `rating: null` in the receipt.';

/** What happened: the log of requests that have ended, and the receipt of each. */
@ApiTags('me')
@ForKeys('billing:read')
@Controller('me')
export class RequestsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
  ) {}

  @ApiOperation({ summary: 'Requests that have ended, newest first; JSON or CSV', description: UNMETERED })
  @QueryParameter({ name: 'from', description: 'A day or a time, which is included', example: '2026-11-01' })
  @QueryParameter({ name: 'to', description: 'A day or a time, which is not included', example: '2026-12-01T00:00:00Z' })
  @QueryParameter({ name: 'format', enum: ['json', 'csv'] })
  @Get('request-logs')
  @Documented(REQUESTS.list)
  @Runs(ListRequests, ExportRequests)
  async list(@CurrentKey() { customer }: KeyCaller, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const from = instantQuery(request, 'from');
    const before = instantQuery(request, 'to');
    const filter = { account: customer.account, ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
    const format = formatOf(request, ['json', 'csv']);
    const limit = limitQuery(request);
    const cursor = cursorQuery(request);
    await this.reads.wait(request, customer.account);
    if (format === 'csv') return sendCsv(reply, 'request-logs.csv', requestLogCsv(await this.queries.execute(new ExportRequests(filter))));
    const { rows, next } = await withCursor(
      this.queries.execute(new ListRequests({ ...filter, limit, ...(cursor !== undefined && { cursor }) })),
    );
    const answer: Page<object> = { data: rows.map(logRow), has_more: next !== undefined, next_cursor: next ?? null };
    await reply.send(answer);
  }

  @ApiOperation({ summary: 'The receipt of a request: attempts, tokens, price, formula, entry and events', description: UNMETERED })
  @Get('requests/:id')
  @Documented(REQUESTS.receipt)
  @Runs(ReadReceipt)
  async read(@Param('id') id: string, @CurrentKey() { customer }: KeyCaller, @Req() request: FastifyRequest): Promise<Receipt> {
    await this.reads.wait(request, customer.account);
    const row = await this.queries.execute(new ReadReceipt(customer.account, id));
    return receiptOf(row ?? refuse('NOT_FOUND', { message: 'There is no such request, or it has not ended yet' }));
  }
}

function logRow(row: RequestRow): object {
  const { id, time, started_at, status, outcome, reason, model, requested_model, provider, attempts, usage, charge, currency } = row;
  return {
    id,
    time,
    started_at,
    status,
    outcome,
    reason,
    model,
    requested_model,
    provider,
    attempts: attempts.length,
    usage,
    service_tier: row.service_tier,
    unpriced: row.unpriced,
    charge,
    currency,
    latency_ms: row.latency_ms,
    first_byte_ms: row.first_byte_ms,
    key_id: row.key,
  };
}
