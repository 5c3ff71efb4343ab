import type { EntityOrigin } from '#directory';
import { derivedId } from '#event-store';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '../http/route/described.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentAdmin } from '../auth/caller.js';
import type { AdminCaller } from '../auth/callers.js';
import { askingOf } from '../auth/asking.js';
import { FindEntity, ListEntities } from '../books/entities.queries.js';
import { ReadPositions } from '../ground/read-positions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { answered } from '../auth/answered.js';
import { entityPage } from '../http/output/entity-page.js';
import { awaitMinPosition } from '../http/output/positions.js';
import { ForAdmins, StepUp } from '../http/route/access.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import type { Done, NotDone } from '../idempotency/outcome.js';
import { whenWritten } from '../idempotency/written.js';
import { spokenIn } from '../mail/spoken.js';
import { Invite, type InviteFacts } from '../members/invitations.commands.js';
import { Invitations } from '../members/invitations.service.js';
import { inviterOf } from '../members/inviter.js';
import { RegisterCustomer, ReinstateCustomer, SuspendCustomer } from './customers.commands.js';
import { CustomerDocuments, type CustomerDocument } from './customers.document.js';
import { ChangeOfStatus, NewCustomer } from './customers.dto.js';
import { CUSTOMERS } from './customers.openapi.js';

@ApiTags('customers')
@ForAdmins('customers.write')
@Controller('admin/customers')
export class CustomersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly documents: CustomerDocuments,
    private readonly positions: ReadPositions,
    private readonly once: OncePerKey,
    private readonly invitations: Invitations,
  ) {}

  /** With `owner`, who is invited to own it. */
  @Post()
  @StepUp()
  @Documented(CUSTOMERS.register)
  @Runs(RegisterCustomer, Invite)
  async register(
    @JsonBody(NewCustomer) { name, email, currency, time_zone, owner }: NewCustomer,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const facts = { name, email, currency, timeZone: time_zone ?? 'UTC' };
    const outcome = await this.once.run(
      askingOf(admin, request),
      { customer: 'cus', account: 'acc', invitation: 'inv' },
      async (ids, origin) => {
        const { customer, account, invitation } = ids as { customer: string; account: string; invitation: string };
        const made = await this.done(new RegisterCustomer({ customer, account }, facts, origin));
        if (owner === undefined || made.refused) return made;
        const language = admin.person?.language ?? spokenIn(request.headers['accept-language']);
        const inviting = { email: owner.email, role: 'owner', by: inviterOf(admin), language } as const;
        return this.withOwner(made, customer, invitation, inviting, origin);
      },
      ({ customer = '' }) => customer,
    );
    return answered(reply, outcome);
  }

  /** Oldest first. */
  @Get()
  @ForAdmins('customers.read')
  @Documented(CUSTOMERS.list)
  @Runs(ListEntities)
  async list(@Req() request: FastifyRequest): Promise<object> {
    await awaitMinPosition(request, this.positions);
    const read = (limit: number, after: string | undefined) => this.queries.execute(new ListEntities('customer', limit, after));
    const { data, ...rest } = await entityPage('customer', request, read, ({ customer }) => customer);
    return { data: await Promise.all(data.map((customer) => this.documents.of(customer))), ...rest };
  }

  @Get(':id')
  @ForAdmins('customers.read')
  @Documented(CUSTOMERS.read)
  @Runs(FindEntity)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<CustomerDocument> {
    await awaitMinPosition(request, this.positions);
    const customer = await this.queries.execute(new FindEntity('customer', id));
    return this.documents.of(customer ?? refuse('NOT_FOUND', { message: 'There is no such customer' }));
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Documented(CUSTOMERS.suspend)
  @Runs(SuspendCustomer)
  async suspend(
    @Param('id') id: string,
    @JsonBody(ChangeOfStatus, { optional: true }) { reason }: ChangeOfStatus,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(
      askingOf(admin, request),
      {},
      (_ids, origin) => this.done(new SuspendCustomer(id, reason, origin)),
      () => id,
    );
    return answered(reply, outcome);
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  @Documented(CUSTOMERS.reinstate)
  @Runs(ReinstateCustomer)
  async reinstate(
    @Param('id') id: string,
    @JsonBody(ChangeOfStatus, { optional: true }) { reason }: ChangeOfStatus,
    @CurrentAdmin() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const outcome = await this.once.run(
      askingOf(admin, request),
      {},
      (_ids, origin) => this.done(new ReinstateCustomer(id, reason, origin)),
      () => id,
    );
    return answered(reply, outcome);
  }

  /** The customer stands, also where the invitation cannot be written. */
  private async withOwner(made: Done, customer: string, id: string, facts: InviteFacts, origin: EntityOrigin): Promise<Done | NotDone> {
    const place = { kind: 'customer', id: customer } as const;
    const own = { ...origin, commandId: derivedId('owner', origin.commandId) };
    const sent = await this.invitations.shown(place, id, facts, await this.commands.execute(new Invite(place, id, facts, own)));
    if (sent.refused) return sent;
    return {
      ...made,
      document: { ...made.document, invitation: sent.document },
      position: sent.position,
      isConfidential: true,
      shownOnce: { ...made.document, invitation: sent.shownOnce },
    };
  }

  private async done(command: RegisterCustomer | SuspendCustomer | ReinstateCustomer): Promise<Done | NotDone> {
    return whenWritten(await this.commands.execute(command), async ({ state, position }) => {
      const document = await this.documents.of(state);
      // Of a person who was erased or cannot be read the answer tells nothing: it is kept as it is.
      return { document, position, ...(document.email !== null && { subject: state.customer }) };
    });
  }
}
