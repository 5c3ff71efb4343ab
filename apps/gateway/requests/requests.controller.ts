import type { RequestRow, RequestStatus } from '#projections';
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
import { refuse } from '../http/errors/refusal.js';
import { choiceQuery, instantQuery, nameQuery, refuseBackwards } from '../http/input/query.js';
import { MyReads, withCursor } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { receiptOf, type Receipt } from './receipt.js';
import { REQUESTS } from './requests.openapi.js';
import { ExportRequests, ListRequests, ReadReceipt } from './requests.queries.js';

/** A day, or a time of RFC 3339. */
const INSTANT = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?$' };

const STATUSES: readonly RequestStatus[] = ['succeeded', 'failed', 'cancelled', 'abandoned'];

const FILTERED =
  'A page of `model`, `provider` or `status` looks at 50,000 requests at most: it may have fewer rows than asked for, or none, and a `next_cursor` ' +
  'with which to go on.';

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
  @QueryParameter({ name: 'key_id', description: 'Only requests of this key', example: 'key_01kb' })
  @QueryParameter({
    name: 'model',
    description: 'Only requests for this model or alias, or that it answered',
    example: 'openai/gpt-4.1-mini',
  })
  @QueryParameter({
    name: 'provider',
    description: 'Only requests that this provider answered, or was the last to fail',
    example: 'openai',
  })
  @QueryParameter({ name: 'status', enum: [...STATUSES] })
  @QueryParameter({ name: 'from', description: 'A day or a time, which is included', example: '2026-11-01', schema: INSTANT })
  @QueryParameter({ name: 'to', description: 'A day or a time, which is not included', example: '2026-12-01T00:00:00Z', schema: INSTANT })
  @QueryParameter({ name: 'format', enum: ['json', 'csv'] })
  @QueryParameter(BOM)
  @Get('request-logs')
  @Documented(REQUESTS.list)
  @Runs(ListRequests, ExportRequests)
  async list(@CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const from = instantQuery(request, 'from');
    const before = instantQuery(request, 'to');
    refuseBackwards(from, before);
    const filter = {
      account: customer.account,
      ...narrowedTo(request),
      ...(from !== undefined && { from }),
      ...(before !== undefined && { before }),
    };
    const format = formatOf(request, ['json', 'csv']);
    const isMarked = withBom(request, format);
    const limit = limitQuery(request);
    const cursor = cursorQuery(request);
    await this.reads.wait(request, customer.account);
    if (format === 'csv') {
      const rows = await this.queries.execute(new ExportRequests(filter));
      return sendCsv(reply, 'request-logs.csv', requestLogCsv(rows), isMarked);
    }
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
  async read(@Param('id') id: string, @CurrentCustomer() { customer }: CustomerCaller, @Req() request: FastifyRequest): Promise<Receipt> {
    await this.reads.wait(request, customer.account);
    const row = await this.queries.execute(new ReadReceipt(customer.account, id));
    return receiptOf(row ?? refuse('NOT_FOUND', { message: 'There is no such request, or it has not ended yet' }));
  }
}

function narrowedTo(request: FastifyRequest): Omit<ConstructorParameters<typeof ExportRequests>[0], 'account'> {
  const key = nameQuery(request, 'key_id');
  const model = nameQuery(request, 'model');
  const provider = nameQuery(request, 'provider');
  const status = choiceQuery(request, 'status', STATUSES);
  return {
    ...(key !== undefined && { key }),
    ...(model !== undefined && { model }),
    ...(provider !== undefined && { provider }),
    ...(status !== undefined && { status }),
  };
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
    finish: row.finish,
    finish_told: row.finish_told,
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
