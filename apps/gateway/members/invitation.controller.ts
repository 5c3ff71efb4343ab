import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PersonalData } from '#vault';
import { Directory } from '#directory';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { thrown } from '../auth/answered.js';
import { administrationUntil } from '../auth/asking.js';
import { FrontDoor } from '../auth/front-door.js';
import { SessionOpener, clientOf } from '../auth/session-opener.js';
import { SessionCookies } from '../auth/session.cookie.js';
import { SESSION_MS, Sessions } from '../auth/sessions.js';
import { refuse } from '../http/errors/refusal.js';
import { JsonBody } from '../http/input/json-body.js';
import { tellPosition } from '../http/output/positions.js';
import { ForAnyone } from '../http/route/access.js';
import { ApiTags } from '../http/route/described.js';
import { Documented } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { refusedBy } from '../idempotency/entity-refusals.js';
import { AcceptInvitation } from './accept-invitation.js';
import { InvitationLinks } from './invitation-links.js';
import { Acceptance, InvitationToken } from './members.dto.js';
import { INVITATIONS } from './members.openapi.js';

/** What whoever follows an invitation's link asks for. Nothing is used up by a GET: programs that look at mails follow links. */
@ApiTags('session')
@ForAnyone('the token of a link')
@Controller('session/invitation')
export class InvitationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly links: InvitationLinks,
    private readonly directory: Directory,
    private readonly personalData: PersonalData,
    private readonly sessions: Sessions,
    private readonly opener: SessionOpener,
    private readonly cookies: SessionCookies,
    private readonly door: FrontDoor,
  ) {}

  @Post('look')
  @HttpCode(200)
  @Documented(INVITATIONS.look)
  @Runs('the invitation, as of now')
  async look(
    @JsonBody(InvitationToken) { token }: InvitationToken,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.door.refuseForeignWrite(request);
    const found = this.links.find(token) ?? refuse('LINK_SPENT', { field: 'token' });
    const signedIn = await this.sessions.use(request);
    const needs = this.links.needs(found, signedIn?.person);
    if (needs === 'mail') refuse('ADDRESS_UNPROVEN');
    const { place, invitation } = found;
    const { email } = await this.personalData.open(invitation.invitation, { email: invitation.email });
    const customer = place.kind === 'customer' ? this.directory.customer(place.id) : undefined;
    const { name = null } = customer ? await this.personalData.open(customer.customer, customer.sealed) : {};
    reply.header('cache-control', 'no-store');
    const { role, expires_at } = invitation;
    return { email, customer: customer?.customer ?? null, customer_name: name, role, needs, expires_at };
  }

  @Post()
  @HttpCode(200)
  @Documented(INVITATIONS.accept)
  @Runs(AcceptInvitation)
  async accept(
    @JsonBody(Acceptance) { token, password }: Acceptance,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    this.door.refuseForeignWrite(request);
    const signedIn = await this.sessions.use(request);
    const origin = { cause: request.id, untilMs: administrationUntil() };
    const { written, person, place, isNew } = await this.commands.execute(new AcceptInvitation(token, password, signedIn?.person, origin));
    if (written.refusal) throw thrown(refusedBy(written.refusal));
    tellPosition(reply, written.position);
    reply.header('cache-control', 'no-store');
    if (isNew) {
      const { session } = await this.opener.open(person, { factors: ['password'] }, clientOf(request, this.door), request.id);
      reply.header('set-cookie', this.cookies.issue({ person: person.person, session: session.session }, SESSION_MS, request));
    }
    return { person: person.person, customer: place.kind === 'customer' ? place.id : null };
  }
}
