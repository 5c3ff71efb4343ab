import { Accounts } from '#accounts';
import type { AssignOutcome } from '#claims';
import type { Customer } from '#identity';
import { Money, formatAmount, type Currency } from '#money';
import type { UnmatchedPaymentRow } from '#projections';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/caller.js';
import type { AdminCaller } from '../auth/callers.js';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { FindEntity } from '../books/entities.queries.js';
import { ReadPositions } from '../ground/read-positions.js';
import type { Refused } from '../http/errors/refused.js';
import { JsonBody } from '../http/input/json-body.js';
import type { Page } from '../http/output/lists.js';
import { rowPage } from '../http/output/row-page.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { ApiOperation, ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import type { Done, NotDone } from '../idempotency/outcome.js';
import { AssignPayment } from './payments.commands.js';
import { UnmatchedDocuments } from './unmatched.document.js';
import { ASSIGNED_AMOUNT, Assignment } from './unmatched.dto.js';
import { UNMATCHED } from './unmatched.openapi.js';
import { FindUnmatched, ListUnmatched } from './unmatched.queries.js';

/** Genuine money that could not be credited as it was told: a person says whose it is. */
@ApiTags('Payments')
@ForAdmins('payments.read')
@Controller('admin/payments/unmatched')
export class UnmatchedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly positions: ReadPositions,
    private readonly documents: UnmatchedDocuments,
    private readonly accounts: Accounts,
    private readonly once: OncePerKey,
  ) {}

  @ApiOperation({ summary: 'Verified payments that could not be credited, and that nobody has assigned yet, newest first' })
  @Get()
  @Documented(UNMATCHED.list)
  @Runs(ListUnmatched)
  async list(@Req() request: FastifyRequest): Promise<Page<object>> {
    const { data, ...rest } = await rowPage(request, this.positions, (page) => this.queries.execute(new ListUnmatched(page)));
    return { data: await Promise.all(data.map((row) => this.documents.of(row))), ...rest };
  }

  @ApiOperation({ summary: 'Credits an unmatched payment to the customer whose it is, once' })
  @Post(':id/assign')
  @ForAdmins('payments.write')
  @StepUp()
  @HttpCode(200)
  @Documented(UNMATCHED.assign)
  @Runs(FindEntity, FindUnmatched, AssignPayment)
  async assign(
    @Param('id') id: string,
    @JsonBody(Assignment) { customer_id, amount: text, currency, reason }: Assignment,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(askingOf(admin, request), {}, async (_ids, { actor, cause, untilMs }) => {
      const payment = await this.queries.execute(new FindUnmatched(id));
      if (!payment) return { refused: UNKNOWN };
      const customer = await this.queries.execute(new FindEntity('customer', customer_id));
      if (!customer) return { refused: { code: 'INVALID_REQUEST', field: 'customer_id', message: 'customer_id names no customer' } };
      if (currency !== undefined && currency !== customer.currency) return { refused: otherCurrency(customer) };
      const amount = text === undefined ? undefined : amountOf(text, customer.currency);
      if (text !== undefined && !amount) return { refused: { code: 'INVALID_REQUEST', field: 'amount', message: ASSIGNED_AMOUNT } };
      const assigned = await this.commands.execute(
        new AssignPayment(payment.stream, customer, { amount, reason: reason ?? null }, { actor, cause, untilMs }),
      );
      return this.done(payment, customer, assigned, untilMs);
    });
    return answered(reply, outcome);
  }

  private async done(
    { id }: UnmatchedPaymentRow,
    { customer, account, currency }: Customer,
    outcome: AssignOutcome,
    untilMs: number | undefined,
  ): Promise<Done | NotDone> {
    switch (outcome.kind) {
      case 'credited': {
        const balance = formatAmount(outcome.available ?? (await this.accounts.available(account, untilMs)));
        const document = { id: outcome.id, unmatched_id: id, customer_id: customer, balance, currency, status: 'credited' };
        return { document, position: outcome.position };
      }
      case 'amount':
        return { refused: { code: 'INVALID_REQUEST', field: 'amount', message: outcome.refusal.message } };
      case 'assigned_otherwise':
      case 'contradicted':
        return { refused: { code: 'CONFLICT', message: outcome.message } };
      case 'unknown':
      case 'unmatched':
        return { refused: UNKNOWN };
      case 'refused':
        // As a webhook's: money that came in and cannot be credited is a fault of ours.
        throw new TypeError(`A payment was refused: ${outcome.refusal.code}, ${outcome.refusal.message}`);
    }
  }
}

const UNKNOWN: Refused = { code: 'NOT_FOUND', message: 'There is no such unmatched payment' };

const otherCurrency = ({ currency }: Customer): Refused => ({
  code: 'CURRENCY_MISMATCH',
  field: 'currency',
  message: `The account is kept in ${currency}, and is credited in it`,
});

/** Undefined for what is none that can be credited. */
function amountOf(text: string, currency: Currency): Money | undefined {
  const amount = Money.input(currency, text);
  return amount?.isPositive && amount.isMinor ? amount : undefined;
}
