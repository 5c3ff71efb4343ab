import { Directory } from '#catalog';
import { Money, parseInputAmount } from '#money';
import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { Answer } from '#claims';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { requiredIdempotencyKey } from '../http/idempotency-key.js';
import { JsonBody } from '../http/json-body.js';
import { rawBody } from '../http/json.js';
import { tellPosition } from '../http/positions.js';
import { HttpRefusal } from '../http/refusal.js';
import { AdjustBalance, GrantCredit } from './credits.commands.js';
import type { AdminCommand } from './once-per-key.js';

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
  async grant(
    @Param('id') id: string,
    @JsonBody(NewCredit) body: NewCredit,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const command = this.command('credits', id, admin, request);
    const facts = {
      kind: body.kind ?? 'promo',
      amount: this.amount(id, body.amount),
      reason: body.reason,
      expiresAt: instant(body.expires_at),
    };
    await answer(reply, await this.commands.execute(new GrantCredit(command, facts)));
  }

  @ApiOperation({ summary: 'Corrects a balance, once for an Idempotency-Key' })
  @Post(':id/adjustments')
  async adjust(
    @Param('id') id: string,
    @JsonBody(NewAdjustment) body: NewAdjustment,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const command = this.command('adjustments', id, admin, request);
    const amount = this.amount(id, body.amount);
    const facts = {
      amount: body.direction === 'credit' ? amount : amount.negated(),
      reason: body.reason,
      reverses: body.reverses ?? null,
    };
    await answer(reply, await this.commands.execute(new AdjustBalance(command, facts)));
  }

  private command(what: string, customer: string, { actor }: AdminCaller, request: FastifyRequest): AdminCommand {
    const idempotencyKey = requiredIdempotencyKey(request);
    return { actor, route: `POST /admin/customers/${customer}/${what}`, idempotencyKey, body: rawBody(request), customer };
  }

  private amount(customer: string, text: string): Money {
    const currency = this.directory.customer(customer)?.currency;
    if (currency === undefined) throw new HttpRefusal('NOT_FOUND', { message: 'There is no such customer' });
    const nanos = parseInputAmount(text);
    if (nanos === undefined || nanos === 0n) throw new HttpRefusal('INVALID_REQUEST', { field: 'amount', ...AMOUNT });
    return Money.of(currency, nanos);
  }
}

/** RFC 3339 with its offset, as UTC with milliseconds. */
function instant(text: string | undefined): string | null {
  if (text === undefined) return null;
  const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
  const moment = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment))
    throw new HttpRefusal('INVALID_REQUEST', { field: 'expires_at', message: 'expires_at must be an RFC 3339 time' });
  return new Date(moment).toISOString();
}

async function answer(reply: FastifyReply, { status, body, position }: Answer): Promise<void> {
  if (position > 0n) tellPosition(reply, position);
  reply.status(status).type(status < 400 ? 'application/json' : 'application/problem+json');
  await reply.send(body);
}
