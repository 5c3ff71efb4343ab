import { memberMay } from '#identity';
import { Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentMember } from '../auth/caller.js';
import type { MemberCaller } from '../auth/callers.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { pageQuery } from '../http/output/lists.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForCustomers, StepUp } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { spokenIn } from '../mail/spoken.js';
import type { Place } from './invitation-desk.js';
import { Invite, WithdrawInvitation } from './invitations.commands.js';
import { Invitations } from './invitations.service.js';
import { ChangeMemberRole, RemoveMember } from './members.commands.js';
import { MemberDocuments, type MemberDocument } from './members.document.js';
import { MemberRole, NewMember } from './members.dto.js';
import { MEMBERS } from './members.openapi.js';
import { idsPage, invitationsPage } from './members.page.js';

/** Who belongs to the customer. No API key takes these. */
@ApiTags('me')
@ForCustomers('people.write')
@Controller('me/people')
export class MyPeopleController {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly invitations: Invitations,
    private readonly documents: MemberDocuments,
    private readonly positions: ReadPositions,
  ) {}

  @Get()
  @ForCustomers('people.read')
  @Documented(MEMBERS.list)
  @Runs('members of the customer')
  async list(@CurrentMember() { customer, person }: MemberCaller, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const { data, ...rest } = idsPage('people', pageQuery(request, 'people', 1), Object.keys(customer.members ?? {}));
    return { data: await Promise.all(data.map((id) => this.documents.member(customer, id, person.person))), ...rest };
  }

  @Get('invitations')
  @ForCustomers('people.read')
  @Documented(MEMBERS.invitations)
  @Runs('open invitations of the customer')
  async listInvitations(@CurrentMember() { customer }: MemberCaller, @Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    return invitationsPage(pageQuery(request, 'invitations', 1), await this.documents.invitations(placeOf(customer)));
  }

  /** The link is mailed; where no mail is sent, it is in the answer, this once. */
  @Post('invitations')
  @StepUp()
  @Documented(MEMBERS.invite)
  @Runs(Invite)
  async invite(
    @JsonBody(NewMember) { email, role }: NewMember,
    @CurrentMember() caller: MemberCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { person, language } = caller.person;
    const by = { person, roleOf: 'customer' } as const;
    const facts = { email, role, by, language: language ?? spokenIn(request.headers['accept-language']) };
    return answered(reply, await this.invitations.send(askingOf(caller, request), placeOf(caller.customer), facts));
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @StepUp()
  @Documented(MEMBERS.withdraw)
  @Runs(WithdrawInvitation)
  async withdraw(
    @Param('id') id: string,
    @CurrentMember() caller: MemberCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    answered(reply, await this.invitations.withdraw(askingOf(caller, request), placeOf(caller.customer), id));
  }

  @Put(':person')
  @StepUp()
  @Documented(MEMBERS.change)
  @Runs(ChangeMemberRole)
  async change(
    @Param('person') person: string,
    @JsonBody(MemberRole) { role }: MemberRole,
    @CurrentMember() caller: MemberCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const change = { customer: caller.customer.customer, person, by: caller.person.person };
    let document: MemberDocument | undefined;
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new ChangeMemberRole(change, role, origin)), async ({ state, position }) => {
        document = await this.documents.member(state, person, caller.person.person);
        return { document: { ...document, email: null }, position, shownOnce: document };
      }),
    );
    return answered(reply, outcome);
  }

  /** Everybody may leave; whom else to send away is for owners to say. */
  @Delete(':person')
  @HttpCode(204)
  @ForCustomers('people.read')
  @StepUp()
  @Documented(MEMBERS.remove)
  @Runs(RemoveMember)
  async remove(
    @Param('person') person: string,
    @CurrentMember() caller: MemberCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { customer, role } = caller;
    if (customer.members?.[person] === undefined) refuse('NOT_FOUND', { message: 'There is no such person here' });
    if (person !== caller.person.person && !memberMay(role, 'people.write')) {
      refuse('PERMISSION_DENIED', { message: `This needs the permission people.write: the role ${role} has it not` });
    }
    const change = { customer: customer.customer, person, by: caller.person.person };
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new RemoveMember(change, origin)), nothingToShow),
    );
    answered(reply, outcome);
  }
}

const placeOf = ({ customer: id }: MemberCaller['customer']): Place => ({ kind: 'customer', id });
