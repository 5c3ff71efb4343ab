import { Directory } from '#catalog';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/access.guard.js';
import type { AdminCaller } from '../auth/admin-authenticator.js';
import { JsonBody } from '../http/input/json-body.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { OncePerKey, type Done } from '../idempotency/once-per-key.js';
import { ReinstateCustomer, RegisterCustomer, SuspendCustomer } from './customers.commands.js';
import { CustomerDocuments, type CustomerDocument } from './customers.document.js';
import { directoryPage } from '../http/output/directory-page.js';
import { accepted } from '../http/errors/directory.refusals.js';

class NewCustomer {
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsEmail()
  @MaxLength(320)
  email!: string;

  @IsString()
  @Length(1, 64)
  currency!: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  time_zone?: string;
}

class ChangeOfStatus {
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}

@ApiTags('customers')
@Controller('admin/customers')
export class CustomersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly documents: CustomerDocuments,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
  ) {}

  @Post()
  register(
    @JsonBody(NewCustomer) { name, email, currency, time_zone }: NewCustomer,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const facts = { name, email, currency, timeZone: time_zone ?? 'UTC' };
    return this.once.run({ caller: admin, request, reply }, { customer: 'cus', account: 'acc' }, (ids, origin) =>
      this.done(new RegisterCustomer(ids as { customer: string; account: string }, facts, origin)),
    );
  }

  /** Oldest first. */
  @Get()
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { data, ...rest } = directoryPage(this.directory, 'customer', request, ({ customer }) => customer);
    return { data: await Promise.all(data.map((customer) => this.documents.of(customer))), ...rest };
  }

  @Get(':id')
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<CustomerDocument> {
    await awaitMinPosition(request, this.positions);
    const customer = this.directory.customer(id) ?? refuse('NOT_FOUND', { message: 'There is no such customer' });
    return this.documents.of(customer);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  suspend(
    @Param('id') id: string,
    @JsonBody(ChangeOfStatus, { optional: true }) { reason }: ChangeOfStatus,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.once.run({ caller: admin, request, reply }, {}, (_ids, origin) =>
      this.done(new SuspendCustomer(id, reason ?? undefined, origin)),
    );
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  reinstate(
    @Param('id') id: string,
    @JsonBody(ChangeOfStatus, { optional: true }) { reason }: ChangeOfStatus,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.once.run({ caller: admin, request, reply }, {}, (_ids, origin) =>
      this.done(new ReinstateCustomer(id, reason ?? undefined, origin)),
    );
  }

  private async done(command: RegisterCustomer | SuspendCustomer | ReinstateCustomer): Promise<Done> {
    const { state, position } = accepted(await this.commands.execute(command));
    return { document: await this.documents.of(state), position, subject: state.customer };
  }
}
