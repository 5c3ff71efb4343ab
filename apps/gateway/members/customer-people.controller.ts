import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Customer } from '#identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentAdmin } from '../auth/caller.js';
import type { AdminCaller } from '../auth/callers.js';
import { FindEntity } from '../books/entities.queries.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { pageQuery } from '../http/output/lists.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { spokenIn } from '../mail/spoken.js';
import { Invite, WithdrawInvitation } from './invitations.commands.js';
import { Invitations } from './invitations.service.js';
import { inviterOf } from './inviter.js';
import { MemberDocuments } from './members.document.js';
import { NewMember } from './members.dto.js';
import { MEMBERS } from './members.openapi.js';
import { idsPage, invitationsPage } from './members.page.js';

/** People of any customer, for those who run the installation. */
@ApiTags('customers')
@ForAdmins('customers.write')
@Controller('admin/customers/:customer/people')
export class CustomerPeopleController {
  constructor(
    private readonly queries: QueryBus,
    private readonly invitations: Invitations,
    private readonly documents: MemberDocuments,
    private readonly positions: ReadPositions,
  ) {}

  @Get()
  @ForAdmins('customers.read')
  @Documented(MEMBERS.list)
  @Runs(FindEntity)
  async list(@Param('customer') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const customer = await this.customer(id);
    const { data, ...rest } = idsPage('people', pageQuery(request, 'people', 1), Object.keys(customer.members ?? {}));
    return { data: await Promise.all(data.map((person) => this.documents.member(customer, person))), ...rest };
  }

  @Get('invitations')
  @ForAdmins('customers.read')
  @Documented(MEMBERS.invitations)
  @Runs(FindEntity)
  async listInvitations(@Param('customer') id: string, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    await this.customer(id);
    return invitationsPage(pageQuery(request, 'invitations', 1), await this.documents.invitations({ kind: 'customer', id }));
  }

  @Post()
  @StepUp()
  @Documented(MEMBERS.invite)
  @Runs(Invite)
  async invite(
    @Param('customer') id: string,
    @JsonBody(NewMember) { email, role }: NewMember,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const language = caller.person?.language ?? spokenIn(request.headers['accept-language']);
    const facts = { email, role, by: inviterOf(caller), language };
    return answered(reply, await this.invitations.send(askingOf(caller, request), { kind: 'customer', id }, facts));
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @StepUp()
  @Documented(MEMBERS.withdraw)
  @Runs(WithdrawInvitation)
  async withdraw(
    @Param('customer') customer: string,
    @Param('id') id: string,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    answered(reply, await this.invitations.withdraw(askingOf(caller, request), { kind: 'customer', id: customer }, id));
  }

  private async customer(id: string): Promise<Customer> {
    const found = await this.queries.execute(new FindEntity('customer', id));
    return found ?? refuse('NOT_FOUND', { message: 'There is no such customer' });
  }
}
