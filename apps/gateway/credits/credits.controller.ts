import type { Customer } from '#identity';
import { Money, parseInputAmount, type Currency } from '#money';
import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/caller.js';
import { actorOf, type AdminCaller } from '../auth/callers.js';
import { administrationUntil, askedOnce } from '../auth/asking.js';
import { FindEntity } from '../books/entities.queries.js';
import { HttpRefusal, refuse } from '../http/errors/refusal.js';
import { requiredIdempotencyKey } from '../http/input/idempotency-key.js';
import { requireInstant } from '../http/input/instants.js';
import { JsonBody } from '../http/input/json-body.js';
import { answered } from '../auth/answered.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { AdjustBalance, GrantCredit } from './credits.commands.js';
import { AMOUNT, NewAdjustment, NewCredit } from './credits.dto.js';
import { CREDITS } from './credits.openapi.js';

@ApiTags('customers')
@ApiHeader({ name: 'Idempotency-Key', required: true })
@ForAdmins('credits.write')
@Controller('admin/customers')
export class CreditsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly once: OncePerKey,
  ) {}

  @ApiOperation({ summary: 'Grants promo or goodwill credit, once for an Idempotency-Key' })
  @Post(':id/credits')
  @StepUp()
  @Documented(CREDITS.grant)
  @Runs(FindEntity, GrantCredit)
  async grant(
    @Param('id') id: string,
    @JsonBody(NewCredit) body: NewCredit,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const key = requiredIdempotencyKey(request);
    const { account, currency } = await this.customer(id);
    const amount = amountOf(body.amount, currency);
    const facts = {
      kind: body.kind ?? 'promo',
      amount,
      reason: body.reason,
      expiresAt: body.expires_at === undefined ? null : requireInstant(body.expires_at, 'expires_at'),
    };
    const claim = { ...this.once.claimOf(actorOf(caller), askedOnce(request, key)), untilMs: administrationUntil() };
    return answered(reply, await this.once.answered(await this.commands.execute(new GrantCredit(account, facts, claim))));
  }

  @ApiOperation({ summary: 'Corrects a balance, once for an Idempotency-Key' })
  @Post(':id/adjustments')
  @StepUp()
  @Documented(CREDITS.adjust)
  @Runs(FindEntity, AdjustBalance)
  async adjust(
    @Param('id') id: string,
    @JsonBody(NewAdjustment) body: NewAdjustment,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const key = requiredIdempotencyKey(request);
    const { account, currency } = await this.customer(id);
    const amount = amountOf(body.amount, currency);
    const facts = { amount: body.direction === 'credit' ? amount : amount.negated(), reason: body.reason, reverses: body.reverses ?? null };
    const claim = { ...this.once.claimOf(actorOf(caller), askedOnce(request, key)), untilMs: administrationUntil() };
    return answered(reply, await this.once.answered(await this.commands.execute(new AdjustBalance(account, facts, claim))));
  }

  private async customer(id: string): Promise<Customer> {
    return (await this.queries.execute(new FindEntity('customer', id))) ?? refuse('NOT_FOUND', { message: 'There is no such customer' });
  }
}

function amountOf(text: string, currency: Currency): Money {
  const nanos = parseInputAmount(text);
  if (nanos === undefined || nanos === 0n) throw new HttpRefusal('INVALID_REQUEST', { field: 'amount', ...AMOUNT });
  return Money.of(currency, nanos);
}
