import type { InstallationRole } from '#identity';
import { Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../auth/answered.js';
import { askingOf } from '../auth/asking.js';
import { CurrentAdmin, CurrentOperator } from '../auth/caller.js';
import type { AdminCaller, OperatorCaller } from '../auth/callers.js';
import { FindEntity, ListEntities } from '../books/entities.queries.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { entityPage } from '../http/output/entity-page.js';
import { pageQuery } from '../http/output/lists.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForAdmins, ForOperators, StepUp } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import type { Outcome } from '../idempotency/outcome.js';
import { whenWritten } from '../idempotency/written.js';
import { AskPasswordReset } from '../links/resets.commands.js';
import { spokenIn } from '../mail/spoken.js';
import { INSTALLATION } from './invitation-desk.js';
import { Invite, WithdrawInvitation } from './invitations.commands.js';
import { Invitations } from './invitations.service.js';
import { inviterOf } from './inviter.js';
import { SetOperatorRole } from './members.commands.js';
import { MemberDocuments } from './members.document.js';
import { NewOperator, OperatorRole, ResetLetter } from './members.dto.js';
import { MEMBERS, OPERATORS } from './members.openapi.js';
import { invitationsPage } from './members.page.js';

/** Everybody who is registered, and who of them runs the installation. */
@ApiTags('people')
@ForAdmins('people.admin')
@Controller('admin/people')
export class OperatorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly once: OncePerKey,
    private readonly invitations: Invitations,
    private readonly documents: MemberDocuments,
    private readonly positions: ReadPositions,
  ) {}

  @Get()
  @ForAdmins('people.read')
  @Documented(OPERATORS.list)
  @Runs(ListEntities)
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const read = (limit: number, after: string | undefined) => this.queries.execute(new ListEntities('person', limit, after));
    const { data, ...rest } = await entityPage('person', request, read, ({ person }) => person);
    return { data: await Promise.all(data.map((person) => this.documents.operator(person))), ...rest };
  }

  @Get('invitations')
  @ForAdmins('people.read')
  @Documented(MEMBERS.invitations)
  @Runs('open invitations of the installation')
  async listInvitations(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    return invitationsPage(pageQuery(request, 'invitations', 1), await this.documents.invitations(INSTALLATION));
  }

  /** The link is mailed; where no mail is sent, it is in the answer, this once. */
  @Post()
  @StepUp()
  @Documented(OPERATORS.invite)
  @Runs(Invite)
  async invite(
    @JsonBody(NewOperator) { email, role }: NewOperator,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const language = caller.person?.language ?? spokenIn(request.headers['accept-language']);
    const facts = { email, role, by: inviterOf(caller), language };
    return answered(reply, await this.invitations.send(askingOf(caller, request), INSTALLATION, facts));
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @StepUp()
  @Documented(MEMBERS.withdraw)
  @Runs(WithdrawInvitation)
  async withdraw(
    @Param('id') id: string,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    answered(reply, await this.invitations.withdraw(askingOf(caller, request), INSTALLATION, id));
  }

  @Put(':id')
  @StepUp()
  @Documented(OPERATORS.change)
  @Runs(SetOperatorRole, FindEntity)
  async change(
    @Param('id') id: string,
    @JsonBody(OperatorRole) { role = null }: OperatorRole,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return answered(reply, await this.set(id, role, caller, request));
  }

  /** The person stays, and stays a member of customers; the role of the installation is gone. */
  @Delete(':id')
  @HttpCode(204)
  @StepUp()
  @Documented(OPERATORS.remove)
  @Runs(SetOperatorRole, FindEntity)
  async remove(
    @Param('id') id: string,
    @CurrentAdmin() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    answered(reply, await this.set(id, null, caller, request));
  }

  /** A link with which the person chooses a new password; a second factor stays. Not for the admin token, which cannot show that it is somebody. */
  @Post(':id/reset')
  @HttpCode(200)
  @ForOperators('people.admin')
  @StepUp()
  @Documented(OPERATORS.reset)
  @Runs(AskPasswordReset)
  async reset(
    @Param('id') id: string,
    @JsonBody(ResetLetter, { optional: true }) { language: chosen }: ResetLetter,
    @CurrentOperator() caller: OperatorCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const language = chosen ?? caller.person.language ?? spokenIn(request.headers['accept-language']);
    const outcome = await this.once.run(askingOf(caller, request), {}, async (_ids, origin) => {
      const { written, isMailed, link } = await this.commands.execute(new AskPasswordReset(id, language, origin));
      return whenWritten(written, ({ position }) => {
        const document = { mailed: isMailed };
        return { document, position, isConfidential: true, shownOnce: { ...document, ...(link !== undefined && { link }) } };
      });
    });
    return answered(reply, outcome);
  }

  private set(id: string, role: InstallationRole | null, caller: AdminCaller, request: FastifyRequest): Promise<Outcome> {
    const by = caller.person?.person ?? null;
    return this.once.run(askingOf(caller, request), {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new SetOperatorRole(id, role, by, origin)), async ({ position }) => {
        const person = await this.queries.execute(new FindEntity('person', id));
        const document = await this.documents.operator(person ?? refuse('NOT_FOUND'));
        return { document: { ...document, email: null }, position, shownOnce: document };
      }),
    );
  }
}
