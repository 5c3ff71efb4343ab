import { statementCsv } from '#documents';
import type { Customer } from '#identity';
import { dayStart, lastInstant, periodStart } from '#ledger';
import { Clock } from '#process';
import { MAX_MONTHS, type Moments, type Statement, type StatementRange } from '#projections';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { CurrentCustomer } from '../auth/caller.js';
import type { CustomerCaller } from '../auth/callers.js';
import { headLanguageOf } from '../http/errors/language.js';
import { refuse } from '../http/errors/refusal.js';
import { isDay } from '../http/input/instants.js';
import { QueryParameter } from '../http/input/known-query.guard.js';
import { instantQuery, queryText } from '../http/input/query.js';
import { sendCsv } from '../http/output/csv.js';
import { BOM, formatOf, withBom } from '../http/output/formats.js';
import { MyReads } from '../http/output/my-reads.js';
import { ForCustomers } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { AS_OF } from './as-of.parameter.js';
import { BILLING } from './billing.openapi.js';
import { ReadStatement, ReadStatementMonths, ReadStatementRange } from './billing.queries.js';
import { MONTH, periodQuery, refuseFuture } from './period.input.js';

/** What of a statement is written, whether it is one of a month or of a range. */
interface Shown {
  /** Of the file. */
  readonly name: string;
  readonly head: object;
  readonly statement: Pick<Statement | StatementRange, 'currency' | 'lines'>;
}

const FROM = {
  name: 'from',
  description: 'Instead of `period`: a day of the account’s time zone, or a moment; included',
  example: '2026-11-01',
};
const TO = { name: 'to', description: 'A day of the account’s time zone, or a moment; not included', example: '2026-11-15' };

/** Every movement of a month, or of any time, with the balance behind each. */
@ApiTags('me')
@ForCustomers('billing.read', 'billing:read')
@Controller('me/billing/statement')
export class StatementController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reads: MyReads,
    private readonly clock: Clock,
  ) {}

  @ApiOperation({
    summary: 'The statement of a month, which closes at now while it runs, or of any range; as of a past moment, too. JSON or CSV',
  })
  @QueryParameter({ name: 'period', example: '2026-11', schema: MONTH })
  @QueryParameter({ ...FROM, schema: { type: 'string' } })
  @QueryParameter({ ...TO, schema: { type: 'string' } })
  @QueryParameter(AS_OF)
  @QueryParameter({ name: 'format', enum: ['json', 'csv'] })
  @QueryParameter(BOM)
  @Get()
  @Documented(BILLING.statement)
  @Runs(ReadStatementMonths, ReadStatement, ReadStatementRange)
  async statement(
    @CurrentCustomer() { customer }: CustomerCaller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const period = periodQuery(request);
    const range = rangeQuery(request, customer);
    const asOf = instantQuery(request, 'as_of');
    if (period !== undefined && range) refuse('INVALID_REQUEST', { field: 'period', message: 'period stands instead of from and to' });
    const format = formatOf(request, ['json', 'csv']);
    const isMarked = withBom(request, format);
    await this.reads.wait(request, customer.account);
    const { name, head, statement } = range ? await this.ofRange(customer, range, asOf) : await this.ofMonth(customer, period, asOf);
    if (format === 'csv') {
      const language = headLanguageOf(request);
      return sendCsv(reply, { name: `statement-${name}.csv`, isMarked, language }, statementCsv(statement, language));
    }
    await reply.type('application/json').send(Readable.from(statementJson(head, statement.lines())));
  }

  private async ofMonth(customer: Customer, asked: string | undefined, asOf: string | undefined): Promise<Shown> {
    const { running, latest } = await this.queries.execute(new ReadStatementMonths(customer));
    const period = asked ?? running;
    if (period > latest) refuseFuture('period', latest);
    if (asOf === undefined) {
      const statement = await this.queries.execute(new ReadStatement(customer, period));
      return { name: period, head: { period, ...headOf(statement), closed: statement.closed, ...positionOf(statement) }, statement };
    }
    const moments = { from: periodStart(period, customer.time_zone), before: behind(lastInstant(period, customer.time_zone)) };
    const statement = await this.queries.execute(new ReadStatementRange(customer, cut(moments, asOf)));
    return { name: period, head: { period, ...headOf(statement), closed: false, as_of: asOf, ...positionOf(statement) }, statement };
  }

  private async ofRange(customer: Customer, { from, to }: Range, asOf: string | undefined): Promise<Shown> {
    const before = to ?? behind(this.clock.now());
    if (from > before) refuse('INVALID_REQUEST', { field: 'to', message: 'to is before from' });
    if (monthsBetween(from, before) > MAX_MONTHS)
      refuse('INVALID_REQUEST', { field: 'from', message: `A statement spans ${MAX_MONTHS} months at most` });
    const moments = { from, before };
    const statement = await this.queries.execute(new ReadStatementRange(customer, asOf === undefined ? moments : cut(moments, asOf)));
    const head = { from, to: before, ...headOf(statement), ...(asOf !== undefined && { as_of: asOf }), ...positionOf(statement) };
    return { name: `${from.slice(0, 10)}-to-${before.slice(0, 10)}`, head, statement };
  }
}

interface Range {
  readonly from: string;
  readonly to: string | undefined;
}

/** Undefined where none is asked for. */
function rangeQuery(request: FastifyRequest, customer: Customer): Range | undefined {
  const [from, to] = [momentQuery(request, 'from', customer), momentQuery(request, 'to', customer)];
  if (from === undefined && to === undefined) return undefined;
  return { from: from ?? customer.registered_at, to };
}

/** A day begins in the account's time zone. */
function momentQuery(request: FastifyRequest, name: string, { time_zone: timeZone }: Customer): string | undefined {
  const text = queryText(request, name);
  return text !== undefined && isDay(text) ? dayStart(text, timeZone) : instantQuery(request, name);
}

const behind = (moment: string): string => new Date(Date.parse(moment) + 1).toISOString();

/** Nothing that took effect behind the moment. */
function cut({ from, before }: Moments, asOf: string): Moments {
  const end = behind(asOf) < before ? behind(asOf) : before;
  return { from: from < end ? from : end, before: end };
}

const monthsBetween = (from: string, before: string): number =>
  (Number(before.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(before.slice(5, 7)) - Number(from.slice(5, 7));

const headOf = ({ currency, opening, closing }: Pick<Statement, 'currency' | 'opening' | 'closing'>) => ({
  currency,
  opening_balance: opening,
  closing_balance: closing,
});

const positionOf = ({ asOf }: Pick<Statement, 'asOf'>) => ({ as_of_position: String(asOf) });

/** A month can have a hundred thousand lines: they are written as they are read. */
async function* statementJson(head: object, lines: ReturnType<Statement['lines']>): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"lines":[`;
  let separator = '';
  for await (const { event, ...line } of lines) {
    yield `${separator}${JSON.stringify({ ...line, event_id: event })}`;
    separator = ',';
  }
  yield ']}';
}
