import { Directory } from '#directory';
import type { Customer } from '#identity';
import { Money, parseInputAmount, type Currency } from '#money';
import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { requiredIdempotencyKey } from '../http/input/idempotency-key.js';
import { requireInstant } from '../http/input/instants.js';
import { JsonBody } from '../http/input/json-body.js';
import { HttpRefusal, refuse } from '../http/errors/refusal.js';
import { AdjustBalance, GrantCredit } from './credits.commands.js';

const AMOUNT = { message: 'amount must be a decimal string above zero, with 9 digits and 9 decimals at most' };

class NewCredit {
  @IsString(AMOUNT)
  amount!: string;

  @IsString()
  @Length(1, 500)
  reason!: string;

  @IsOptional()
  @IsIn(['promo', 'goodwill'])
  kind?: 'promo' | 'goodwill';

  @IsOptional()
  @IsString()
  expires_at?: string;
}

class NewAdjustment {
  @IsString(AMOUNT)
  amount!: string;

  /** In the customer's favour, or in ours. */
  @IsIn(['credit', 'debit'])
  direction!: 'credit' | 'debit';

  @IsString()
  @Length(1, 500)
  reason!: string;

  @IsOptional()
  @Matches(/^adj_[0-9a-z]{26}$/)
  reverses?: string;
}

@ApiTags('customers')
@ApiHeader({ name: 'Idempotency-Key', required: true })
@Controller('admin/customers')
export class CreditsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
  ) {}

  @ApiOperation({ summary: 'Grants promo or goodwill credit, once for an Idempotency-Key' })
  @Post(':id/credits')
  grant(
    @Param('id') id: string,
    @JsonBody(NewCredit) body: NewCredit,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    requiredIdempotencyKey(request);
    const { account, currency } = this.customer(id);
    const amount = amountOf(body.amount, currency);
    const facts = {
      kind: body.kind ?? 'promo',
      amount,
      reason: body.reason,
      expiresAt: body.expires_at === undefined ? null : requireInstant(body.expires_at, 'expires_at'),
    };
    return this.commands.execute(new GrantCredit(account, facts, { caller, request, reply }));
  }

  @ApiOperation({ summary: 'Corrects a balance, once for an Idempotency-Key' })
  @Post(':id/adjustments')
  adjust(
    @Param('id') id: string,
    @JsonBody(NewAdjustment) body: NewAdjustment,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    requiredIdempotencyKey(request);
    const { account, currency } = this.customer(id);
    const amount = amountOf(body.amount, currency);
    const facts = { amount: body.direction === 'credit' ? amount : amount.negated(), reason: body.reason, reverses: body.reverses ?? null };
    return this.commands.execute(new AdjustBalance(account, facts, { caller, request, reply }));
  }

  private customer(id: string): Customer {
    return this.directory.customer(id) ?? refuse('NOT_FOUND', { message: 'There is no such customer' });
  }
}

function amountOf(text: string, currency: Currency): Money {
  const nanos = parseInputAmount(text);
  if (nanos === undefined || nanos === 0n) throw new HttpRefusal('INVALID_REQUEST', { field: 'amount', ...AMOUNT });
  return Money.of(currency, nanos);
}
